"""What figures do when something happened to people."""

from app.accounts.events import PersonErased
from app.accounts.formulas import Disguise
from app.metrics.actions.erasing import forget_in_usage


def forget_person(event: PersonErased) -> None:
    """Take a name out of the files of usage."""
    forget_in_usage(disguise=Disguise(event))
