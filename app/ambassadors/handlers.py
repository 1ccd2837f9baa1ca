"""What appointments do when other features say something happened."""

from app.ambassadors.actions import certify
from app.foundation import clock
from app.training.events import PathCompleted


def count_certified_superuser(event: PathCompleted) -> None:
    """A superuser who waited for a certificate counts from the day it was earned."""
    certify(person_id=event.person_id, certified_on=clock.today())
