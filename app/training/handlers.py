"""What training does when something happened to people."""

from app.accounts.events import PersonAdded, TiersChanged
from app.training.actions import assigning


def assign_by_tier(event: PersonAdded | TiersChanged) -> None:
    """Give a person the paths of their tiers, and take back those of tiers they lost."""
    assigning.follow_tiers(person_id=event.person_id)
