"""The scorecards of a month as a file for HR: an input to a talk between people, never a decision."""

from collections.abc import Sequence
from typing import Any

from app.foundation.spreadsheets import csv_file
from app.metrics.formulas.scorecard import SHIPPED_WEIGHTS
from app.metrics.models import ScoreMonth

HEADS = ("employee_no", "name", "month", "score", "bonus", "applicable_weight", *SHIPPED_WEIGHTS)
LAST = ("revision", "corrected", "dispute", "note")
NOTE = "Input to human judgement, not a decision. 供人工判断参考，不是决定。"


def scorecard_file(month: ScoreMonth, rows: Sequence[Any]) -> bytes:
    """CSV in which `dispute` is open while a contest stands; without evidence there is no number."""
    return b"".join(csv_file([(*HEADS, *LAST), *(_line(month, row) for row in rows)]))


def _line(month: ScoreMonth, row: Any) -> list[Any]:
    card = row.ScoreCard
    figures = [card.score, card.bonus, card.weight, *(card.parts.get(name) for name in SHIPPED_WEIGHTS)]
    shown = figures if card.score is not None else [None] * len(figures)
    marks = [card.revision, "Y" if card.revision else "N", "open" if row.contested else "", NOTE]
    return [row.employee_no, row.name, month.month, *shown, *marks]
