"""Rounds of the pulse in tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.foundation import clock
from app.foundation.db import transaction
from app.metrics.actions.pulse import Said, answer_pulse, new_code, open_pulse
from app.metrics.formulas.pulse import BARRIERS

if TYPE_CHECKING:
    from tests.house.company import Company


def ask_pulse(company: Company) -> int:
    """An open round that Eve has answered."""
    with company.app.app_context(), transaction():
        row = open_pulse(
            question_zh="满意吗？",
            question_en="Content?",
            closes_on=clock.today() + timedelta(days=5),
            baseline_id=None,
            by=company.cast.pmo,
        )
        answer_pulse(round_id=row.id, person_id=company.cast.eve, code=new_code(), said=said(4))
        return row.id


def said(answer: int | None, *items: int | None, text: str = "") -> Said:
    """An answer, with the five items where they are given."""
    return Said(answer, dict(zip(BARRIERS, items, strict=False)), text)
