"""What the page of an idea tells from the register of benefits."""

from typing import Any

from flask import url_for

from app.feedback.queries.benefits import Benefit, Benefits
from app.metrics.labels import EVIDENCE
from app.metrics.policies import may_see_figures
from app.metrics.queries.benefits import Line, lines_of_idea
from app.metrics.texts import benefits

SHOWN = 10


def benefits_of_idea(idea_id: int, reader: Any) -> Benefits:
    """The lines that stand of an idea, or of one merged into it, losses too, the newest first; one statement.

    Whoever sees the idea reads what came of it; the way to the register is for those who may see figures.
    """
    leads = may_see_figures(reader)
    total, lines = lines_of_idea(idea_id, SHOWN)
    href = url_for("metrics.show_benefits", idea=idea_id) if leads else None
    return Benefits([_benefit(line, leads=leads) for line in lines], total, href)


def _benefit(line: Line, *, leads: bool) -> Benefit:
    row, look = line.benefit, benefits.STATES[line.state]
    return Benefit(
        title=row.name,
        amount=benefits.amount(row),
        evidence=str(EVIDENCE[row.evidence]),
        months=benefits.months(row),
        label=str(look.label),
        tone=look.tone,
        icon=look.icon,
        is_loss=row.is_loss,
        recorded_at=row.recorded_at,
        href=url_for("metrics.show_benefit", line_id=row.id) if leads else None,
    )
