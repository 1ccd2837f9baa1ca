"""What is told of requests for correction, and what is no longer told of whoever was erased."""

from app.accounts.events import CorrectionAnswered, CorrectionAsked, PersonErased
from app.accounts.formulas import Disguise
from app.notifications.actions import announce
from app.notifications.actions.erasing import forget_in_mails, forget_in_notices
from app.notifications.queries.my_data import correction_answered, correction_asked


def tell_of_correction_asked(event: CorrectionAsked) -> None:
    """HR hears that somebody asks for a correction, and of which section."""
    data, people = correction_asked(event.request_id)
    announce(key=f"correction-asked:{event.request_id}", kind="correction_asked", data=data, people=people)


def tell_of_correction(event: CorrectionAnswered) -> None:
    """Who asked hears the answer."""
    data, person_id = correction_answered(event.request_id)
    announce(key=f"correction-answered:{event.request_id}", kind="correction_answered", data=data, people=[person_id])


def forget_person(event: PersonErased) -> None:
    """Take a name out of notices and mails; nothing that still waits goes to this person."""
    disguise = Disguise(event)
    forget_in_mails(disguise=disguise)
    forget_in_notices(disguise=disguise)
