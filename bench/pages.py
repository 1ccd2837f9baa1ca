"""Which pages are measured, and as whom."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask

from app.feedback.models import VOTING, Idea, Vote
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class BusyPage:
    """A page that many open at once; `mail` is the account that opens it."""

    name: str
    address: str
    mail: str


BUSY = (
    BusyPage("home", "/", "lin"),
    BusyPage("a path", "/training/paths/EU", "lin"),
    BusyPage("the idea board", "/feedback/ideas", "lin"),
    BusyPage("an idea", "/feedback/ideas/{idea}", "lin"),
    BusyPage("the dashboard", "/metrics/", "pmo"),
)


def idea_with_most(portal: Flask) -> int:
    """Number of the open idea with the most votes."""
    votes = (
        sa.select(Vote.idea_id)
        .join(Idea, Idea.id == Vote.idea_id)
        .where(Idea.status.in_(VOTING))
        .group_by(Vote.idea_id)
    )
    with portal.app_context():
        found: int = db.session.scalars(votes.order_by(sa.func.count().desc()).limit(1)).one()
        return found
