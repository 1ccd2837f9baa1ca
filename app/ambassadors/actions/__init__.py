"""Writes of superusers and ambassadors, one subject a file."""

from app.ambassadors.actions.appointments import (
    AlreadyNominated,
    Answered,
    answer,
    certify,
    end,
    end_lapsed_terms,
    hand_over,
    nominate,
)

__all__ = ["AlreadyNominated", "Answered", "answer", "certify", "end", "end_lapsed_terms", "hand_over", "nominate"]
