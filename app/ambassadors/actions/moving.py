"""Open work moves to a successor, and who gave it hears who carries it now."""

from app.ambassadors import queries
from app.ambassadors.events import AppointmentHandedOver
from app.ambassadors.models import Appointment
from app.feedback.actions.followers import follow_idea
from app.foundation.events import publish


def move_work(before: Appointment, follower: Appointment) -> None:
    """The successor follows the open ideas that the predecessor carried; whoever listens moves action items and tells."""
    for idea_id in queries.ideas_carried(before):
        follow_idea(idea_id=idea_id, person_id=follower.person_id)
    sources = queries.sources_of(before) - {follower.person_id}
    publish(
        AppointmentHandedOver(
            appointment_id=before.id,
            successor_id=follower.id,
            from_person_id=before.person_id,
            to_person_id=follower.person_id,
            unit=f"department:{before.department_id}" if before.department_id else f"project_group:{before.unit_id}",
            source_ids=tuple(sorted(sources)),
        )
    )
