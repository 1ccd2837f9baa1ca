"""What knowledge announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """Somebody asked the superusers, for the first time or again."""

    question_id: int
    turn_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """Somebody who serves the asker answered."""

    question_id: int
    turn_id: int
    person_id: int
    answered_by_id: int
