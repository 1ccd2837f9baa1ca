"""The impact assessment that holds, and what it lacks."""

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, load_only, selectinload

from app.accounts.models import Person
from app.changes.formulas.risk import risk_of
from app.changes.models import Assessment
from app.foundation.db import db


def assessment_of(change_id: int) -> Assessment | None:
    """The newest revision, with who wrote it and the departments it names; None before the first."""
    wanted = (
        sa.select(Assessment)
        .where(Assessment.change_id == change_id)
        .options(joinedload(Assessment.by).options(load_only(Person.name)), selectinload(Assessment.departments))
        .order_by(Assessment.revision.desc())
        .limit(1)
    )
    return db.session.scalar(wanted)


def missing_in(assessment: Assessment | None) -> list[str]:
    """What nobody has said yet, in the reader's words; empty when the assessment is whole."""
    if assessment is None:
        return [_("the whole assessment")]
    said = {
        _("hours of work"): assessment.hours is not None,
        _("cost"): assessment.cost is not None,
        _("duration in days"): assessment.days is not None,
        _("answers to all questions about the risk"): risk_of(assessment.risk_answers) is not None,
        _("needs for training"): bool(assessment.training),
        _("what people must be told"): bool(assessment.communication),
        _("effect on data"): bool(assessment.data_impact),
        _("the back-out plan"): bool(assessment.back_out_plan),
        _("whom it touches"): bool(assessment.everyone or assessment.departments or assessment.tools),
    }
    return [words for words, known in said.items() if not known]
