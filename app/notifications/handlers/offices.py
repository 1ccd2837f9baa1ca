"""What is told of nominations, terms, hand-overs and hours."""

from app.ambassadors.events.appointments import (
    AppointmentAnswered,
    AppointmentEnded,
    AppointmentHandedOver,
    AppointmentLapsed,
    CeilingPassed,
    DeputyNamed,
    EndorsementAsked,
    NominationEndorsed,
    PersonNominated,
)
from app.notifications.actions import announce
from app.notifications.queries import facts, offices


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


def tell_of_endorsement_asked(event: EndorsementAsked) -> None:
    """The manager is asked for a word on a nomination."""
    data = facts.appointment(event.appointment_id).facts
    announce(key=f"endorsement:{event.appointment_id}", kind="endorsement_asked", data=data, people=[event.asked_id])


def tell_of_endorsement(event: NominationEndorsed) -> None:
    """Who nominated hears what the manager thinks."""
    found = facts.appointment(event.appointment_id)
    people = {found.nominated_by_id} - {None, event.asked_id}
    announce(
        key=f"endorsed:{event.appointment_id}",
        kind="nomination_endorsed",
        data={**found.facts, "in_favour": event.in_favour},
        people={one for one in people if one},
    )


def tell_of_lapse(event: AppointmentLapsed) -> None:
    """The person in office, and who nominated them, hear that the appointment rests."""
    found = facts.appointment(event.appointment_id)
    people = {one for one in (event.person_id, found.nominated_by_id) if one}
    key = f"lapsed:{event.appointment_id}:{event.lapsed_on}"
    announce(key=key, kind="appointment_lapsed", data=found.facts, people=people)


def tell_of_hand_over(event: AppointmentHandedOver) -> None:
    """Both hear of a hand-over; and the people whose ideas were carried, who looks after them now."""
    names = {"old": offices.name_of(event.from_person_id), "new": offices.name_of(event.to_person_id)}
    data = {**facts.appointment(event.successor_id).facts, **names}
    both = {event.from_person_id, event.to_person_id}
    announce(key=f"hand-over:{event.successor_id}", kind="handed_over", data=data, people=both)
    sources = set(event.source_ids) - both
    announce(key=f"hand-over-sources:{event.successor_id}", kind="source_handed_over", data=data, people=sources)


def tell_of_deputy(event: DeputyNamed) -> None:
    """The deputy and the holder hear who stands in, and when."""
    told = offices.deputy_told(event.deputy_id, event.appointment_id)
    people = {event.person_id, told.person_id}
    announce(key=f"deputy:{event.deputy_id}", kind="deputy_named", data=told.facts, people=people)


def tell_of_ceiling(event: CeilingPassed) -> None:
    """The person in office and the manager hear that more hours were given than agreed, once a month."""
    data = offices.hours_told(event.appointment_id, event.month, event.minutes, event.ceiling)
    people = {event.person_id, *offices.manager_of(event.person_id)}
    announce(key=f"ceiling:{event.appointment_id}:{event.month}", kind="ceiling_passed", data=data, people=people)
