"""Tells people that the pulse is open."""

from app.notifications.actions.announcing import announce
from app.notifications.events import PulseAsked


def tell_of_pulse(event: PulseAsked) -> None:
    """Whoever is asked hears of it once; nobody hears who has answered."""
    data = {"month": event.month, "closes_on": event.closes_on.isoformat()}
    announce(key=f"pulse:{event.round_id}", kind="pulse_asked", data=data, people=event.person_ids)
