"""Rounds of the pulse in tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.foundation import clock
from app.foundation.clock import start_of
from app.foundation.db import db, transaction
from app.metrics.actions.pulse import Said, answer_pulse, new_code, open_pulse
from app.metrics.formulas.pulse import BARRIERS
from app.metrics.models import PulseAnswer, PulseInvitation, PulseRound
from tests.metrics.usage import last_month

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


def finish_rounds(company: Company) -> None:
    """The rounds of the last two months, over, the first one the baseline of the second; six have answered each."""
    before = None
    with company.app.app_context(), transaction():
        for back in (2, 1):
            month = last_month(back)
            day = date.fromisoformat(f"{month}-20")
            facts = {"question_zh": "满意吗？", "question_en": "Content?", "closes_on": day, "asked": 6}
            row = PulseRound(month=month, opened_at=start_of(day), closed_at=start_of(day), baseline_id=before, **facts)
            db.session.add(row)
            db.session.flush()
            home, before = company.cast.department, row.id
            db.session.add(PulseInvitation(round_id=row.id, person_id=company.cast.lin, department_id=home))
            items = dict.fromkeys(BARRIERS, 4)
            db.session.add_all(PulseAnswer(round=month, department_id=home, answer=5, **items) for _ in range(6))


def said(answer: int | None, *items: int | None, text: str = "") -> Said:
    """An answer, with the five items where they are given."""
    return Said(answer, dict(zip(BARRIERS, items, strict=False)), text)
