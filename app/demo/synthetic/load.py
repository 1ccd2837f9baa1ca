"""The whole synthetic company, in one transaction, in an empty database."""

import random
from collections.abc import Callable

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import Department, Person, ProjectGroup
from app.ambassadors.models import Appointment
from app.demo.synthetic.feedback import add_ideas
from app.demo.synthetic.offices import add_superusers
from app.demo.synthetic.people import add_people
from app.demo.synthetic.rows import let_numbers_go_on, settle_statistics
from app.demo.synthetic.training import TABLES, add_training
from app.feedback.models import Comment, Idea, IdeaEvent, Vote, VoteEvent
from app.foundation import audit
from app.foundation.db import Base, db
from app.foundation.settings import Settings
from app.training.actions.publishing import publish_folder
from app.training.models import TrainingPath

SEED = 20
NUMBERED: tuple[type[Base], ...] = (
    Department,
    ProjectGroup,
    Person,
    TrainingPath,
    *TABLES,
    Idea,
    IdeaEvent,
    Vote,
    VoteEvent,
    Comment,
    Appointment,
)


class NotEmpty(Exception):
    """There is a company already; a second one is never mixed into it."""


def load_synthetic(*, people: int, ideas: int, say: Callable[[str], None]) -> dict[str, int]:
    """Write a company of so many people and ideas; the caller holds the transaction. Raises NotEmpty.

    The same numbers on the same day give the same company. Accounts have a password in demo mode only.
    """
    _require_empty()
    settings: Settings = current_app.extensions["uptake.settings"]
    rng = random.Random(SEED)
    publish_folder(settings.content / "training", by_id=None)
    say("people")
    staff = add_people(people, with_password=settings.demo, rng=rng)
    for done in add_training(staff, rng):
        say(f"training of {done} of {len(staff.people)} people")
    say("superusers and ideas")
    superusers = add_superusers(staff, rng)
    counts = {"people": len(staff.people), "superusers": superusers, **add_ideas(staff, ideas, rng)}
    say("numbers and statistics")
    let_numbers_go_on(NUMBERED)
    audit.record(act="company:loaded", subject=("company", "synthetic"), actor_id=None, after=counts)
    db.session.flush()
    settle_statistics()
    return counts


def _require_empty() -> None:
    for table in (Department, Person, Idea):
        if db.session.scalar(sa.select(table.id).limit(1)) is not None:
            raise NotEmpty(
                f"This database has {table.__tablename__} already; a synthetic company is loaded into an empty one only."
            )
