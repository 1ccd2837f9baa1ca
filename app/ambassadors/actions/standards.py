"""What the company asks of superusers and ambassadors is set anew."""

from app.ambassadors.models import ServiceStandard
from app.foundation import audit, clock
from app.foundation.db import db


def set_standard(*, standard: ServiceStandard, reason: str, by: int) -> None:
    """From now on this holds. Appointments that count go on counting by what they have passed."""
    standard.reason, standard.set_at, standard.set_by_id = reason, clock.now(), by
    db.session.add(standard)
    db.session.flush()
    facts = {
        "superuser_kit": standard.superuser_kit,
        "ambassador_kit": standard.ambassador_kit,
        "phase": standard.phase.value,
        "people_per_superuser": standard.people_per_superuser,
        "monthly_minutes": standard.monthly_minutes,
    }
    audit.record(
        act="service_standard:set", subject=("service_standard", standard.id), actor_id=by, after=facts, reason=reason
    )
