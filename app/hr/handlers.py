"""What HR records do when something happened to people."""

from app.accounts.events import PersonErased
from app.accounts.formulas import Disguise
from app.hr.actions.erasing import forget_in_exports, forget_in_receipts


def forget_person(event: PersonErased) -> None:
    """Take a name out of receipts and of the log of files."""
    disguise = Disguise(event)
    forget_in_receipts(disguise=disguise)
    forget_in_exports(disguise=disguise)
