"""What somebody has in training, told before accounts are merged."""

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.queries.merging import Belonging
from app.foundation.db import db
from app.training.models import Assignment, Certificate, Completion


def belongings_of(person_id: int) -> list[Belonging]:
    """Assignments, completions and certificates, all of which move; three statements."""
    mine = sa.select(Assignment.id).where(Assignment.person_id == person_id)
    counted = (
        (_("Assignments"), sa.select(sa.func.count()).select_from(Assignment).where(Assignment.person_id == person_id)),
        (
            _("Completions"),
            sa.select(sa.func.count(sa.distinct(Completion.assignment_id))).where(Completion.assignment_id.in_(mine)),
        ),
        (
            _("Certificates"),
            sa.select(sa.func.count()).select_from(Certificate).where(Certificate.person_id == person_id),
        ),
    )
    return [Belonging(label, db.session.scalar(rows) or 0, moves=True) for label, rows in counted]
