"""What appointments do when other features say something happened."""

from app.accounts.events import PersonErased
from app.ambassadors.actions import pass_gate
from app.ambassadors.actions.action_items import hand_over_actions
from app.ambassadors.actions.erasing import rename_in_search
from app.ambassadors.events import AppointmentHandedOver
from app.training.events import PathCompleted
from app.training.queries.certificates import certificate_numbered


def pass_the_gate(event: PathCompleted) -> None:
    """Who is in office and waited for this certificate, or renewed it, counts with it."""
    certificate = certificate_numbered(event.certificate_number)
    if certificate is not None:
        pass_gate(certificate=certificate)


def hand_over_work(event: AppointmentHandedOver) -> None:
    """The open action items of who hands over go to the successor, who hears of each."""
    hand_over_actions(from_id=event.from_person_id, to_id=event.to_person_id, words="", by_id=None)


def forget_person(event: PersonErased) -> None:
    """Let search find the pseudonym where it found a name."""
    rename_in_search(known=event)
