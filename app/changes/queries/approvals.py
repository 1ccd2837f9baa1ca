"""Who has agreed to an emergency as its text stands."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.changes.models import ChangeRequest, EmergencyApproval
from app.foundation.db import db


def approvals_of(change: ChangeRequest) -> list[EmergencyApproval]:
    """Approvals of the present text by anybody but author and owner, the first one first."""
    wanted = (
        sa.select(EmergencyApproval)
        .where(
            EmergencyApproval.change_id == change.id,
            EmergencyApproval.content_hash == change.content_hash,
            EmergencyApproval.person_id.not_in((change.owner_id, change.author_id)),
        )
        .options(joinedload(EmergencyApproval.person).options(load_only(Person.name)))
        .order_by(EmergencyApproval.id)
    )
    return list(db.session.scalars(wanted))
