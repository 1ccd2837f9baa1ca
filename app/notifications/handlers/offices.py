"""What is told of nominations and terms."""

from app.ambassadors.events import AppointmentAnswered, AppointmentEnded, PersonNominated
from app.notifications.actions import announce
from app.notifications.queries import facts


def tell_of_nomination(event: PersonNominated) -> None:
    """The nominated person is asked."""
    found = facts.appointment(event.appointment_id)
    announce(key=f"nomination:{event.appointment_id}", kind="nominated", data=found.facts, people=[found.person_id])


def tell_of_answer(event: AppointmentAnswered) -> None:
    """Who nominated hears the answer."""
    found = facts.appointment(event.appointment_id)
    data = {**found.facts, "accepted": event.accepted}
    people = [found.nominated_by_id] if found.nominated_by_id else []
    announce(key=f"nomination-answer:{event.appointment_id}", kind="nomination_answered", data=data, people=people)


def tell_of_end(event: AppointmentEnded) -> None:
    """Whose term or nomination has ended hears why."""
    found = facts.appointment(event.appointment_id)
    announce(
        key=f"appointment-end:{event.appointment_id}",
        kind="appointment_ended",
        data=found.facts,
        people=[found.person_id],
    )
