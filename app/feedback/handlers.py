"""What feedback does when something happened to people."""

from app.accounts.events import PersonErased
from app.accounts.formulas import Disguise
from app.feedback.actions.erasing import rename_mentions


def forget_person(event: PersonErased) -> None:
    """Call a pseudonym where conversations called a name."""
    rename_mentions(disguise=Disguise(event))
