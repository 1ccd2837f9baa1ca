"""What became of announcements, for the PMO: numbers everywhere, names only of those whose tie everyone can see."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.feedback.models import Comment, Idea
from app.feedback.queries.votes import members_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.mail import OutgoingMail
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.notifications.kinds import KINDS, NAMED, Category
from app.notifications.models import Announcement, Receipt, ReceiptState
from app.notifications.queries.states import state, with_mails

FEWEST = 5
"""Fewer people than this are not shown as a group."""
RECENT = timedelta(days=30)

Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which announcements are wanted: with a receipt in a state, of a kind, about an idea, with some words."""

    state: ReceiptState | None = None
    kind: str = ""
    idea: int | None = None
    query: str = ""

    def where(self) -> list[sa.ColumnElement[bool]]:
        """The conditions; kinds whose words the PMO may not see are never among them."""
        found: list[sa.ColumnElement[bool]] = [Announcement.kind.in_([self.kind] if self.kind in NAMED else NAMED)]
        if self.idea is not None:
            found.append(Announcement.idea_id == self.idea)
        if self.state is not None:
            of_state = with_mails(sa.select(Receipt.announcement_id)).where(state() == self.state.value)
            found.append(Announcement.id.in_(of_state))
        return [*found, contains(Announcement.search_text, self.query)]


@dataclass(frozen=True, slots=True)
class Listed:
    """An announcement and how many receipts of it are in each state."""

    announcement: Announcement
    counts: Counts

    @property
    def total(self) -> int:
        """Receipts in all."""
        return sum(self.counts.values())


def announcements(asked: Asked, *, number: int = 1) -> Page[Any]:
    """Announcements with the numbers of their receipts, the newest first."""
    rows = sa.select(Announcement).where(*asked.where()).order_by(Announcement.at.desc(), Announcement.id.desc())
    found = page_of(rows, number=number, size=20)
    counts = counts_of([one.id for one in found.rows])
    return Page([Listed(one, counts[one.id]) for one in found.rows], found.number, found.size, found.total)


def counts_of(ids: Collection[int]) -> dict[int, Counts]:
    """Receipts of announcements by state."""
    said = state().label("state")
    rows = with_mails(sa.select(Receipt.announcement_id, said, sa.func.count())).where(Receipt.announcement_id.in_(ids))
    found: dict[int, Counts] = defaultdict(Counter)
    for announcement_id, name, count in db.session.execute(rows.group_by(Receipt.announcement_id, said)):
        found[announcement_id][name] = count
    return found


def counts_by_category() -> dict[Category, Counts]:
    """Receipts of the last month by group and state; the only view of what concerns somebody's own training."""
    said = state().label("state")
    rows = sa.select(Announcement.kind, said, sa.func.count()).join(Receipt, Receipt.announcement_id == Announcement.id)
    recent = with_mails(rows).where(Receipt.told_at >= clock.now() - RECENT).group_by(Announcement.kind, said)
    found: dict[Category, Counts] = defaultdict(Counter)
    for kind, name, count in db.session.execute(recent):
        found[KINDS[kind].category][name] += count
    return {category: found[category] for category in Category if category in found}


def failed_count() -> int:
    """How many receipts wait for another try."""
    rows = with_mails(sa.select(sa.func.count()).select_from(Receipt))
    return db.session.scalar(rows.where(state() == ReceiptState.failed.value)) or 0


def idea_title(idea_id: int) -> str | None:
    """The title of an idea, or None where there is no such idea."""
    return db.session.scalar(sa.select(Idea.title).where(Idea.id == idea_id))


def announcement_by_id(announcement_id: int) -> Announcement | None:
    """An announcement whose words the PMO may see."""
    rows = sa.select(Announcement).where(Announcement.id == announcement_id, Announcement.kind.in_(NAMED))
    return db.session.scalar(rows)


@dataclass(frozen=True, slots=True)
class Named:
    """A receipt of somebody whose tie everyone can see."""

    name: str
    state: ReceiptState
    told_at: datetime
    seen_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Who has heard of an announcement: some by name, the others as numbers, in all and by department."""

    named: Page[Named]
    unnamed: Counts
    departments: list[tuple[str, str, int]] = field(default_factory=list)
    elsewhere: int = 0


def heard_of(announcement: Announcement, *, number: int = 1) -> Heard:
    """Who has heard. Votes are secret: of an idea only its author and those who spoke on its page are named."""
    own = Receipt.announcement_id == announcement.id
    open_ties = _open_ties(announcement)
    rows = with_mails(
        sa.select(Person.name, state(), Receipt.told_at, Receipt.seen_at, OutgoingMail.sent_at).join(
            Receipt, Receipt.person_id == Person.id
        )
    ).where(own, open_ties)
    named = page_of(rows.order_by(Person.employee_no_key), number=number, scalars=False)
    people = [Named(row[0], ReceiptState(row[1]), *row[2:]) for row in named.rows]
    shown = Page(people, named.number, named.size, named.total)
    return Heard(shown, *_unnamed(own, sa.not_(open_ties)))


def _open_ties(announcement: Announcement) -> sa.ColumnElement[bool]:
    if announcement.idea_id is None:
        return sa.true()
    group = members_of(announcement.idea_id)
    authors = sa.select(Idea.author_id).where(Idea.id.in_(group))
    spoke = sa.select(Comment.author_id).where(Comment.idea_id.in_(group), Comment.removed_at.is_(None))
    return sa.or_(Receipt.person_id.in_(authors), Receipt.person_id.in_(spoke))


def _unnamed(*which: sa.ColumnElement[bool]) -> tuple[Counts, list[tuple[str, str, int]], int]:
    """Numbers of the others by state, and by department where there are enough of them to stay unknown."""
    said = state().label("state")
    rows = with_mails(
        sa.select(Department.name, Department.name_en, said, sa.func.count())
        .join(Person, Person.department_id == Department.id)
        .join(Receipt, Receipt.person_id == Person.id)
    )
    states: Counts = Counter()
    departments: dict[tuple[str, str], int] = defaultdict(int)
    for name, name_en, of_state, count in db.session.execute(
        rows.where(*which).group_by(Department.name, Department.name_en, said)
    ):
        states[of_state] += count
        departments[name, name_en] += count
    return states, *_large_enough(departments)


def _large_enough(departments: dict[tuple[str, str], int]) -> tuple[list[tuple[str, str, int]], int]:
    """Departments of at least five, the largest first; the rest as one number, never so few that the others tell who."""
    ordered = sorted(((zh, en, count) for (zh, en), count in departments.items()), key=lambda row: (-row[2], row[0]))
    shown = [row for row in ordered if row[2] >= FEWEST]
    rest = sum(row[2] for row in ordered if row[2] < FEWEST)
    while shown and 0 < rest < FEWEST:
        rest += shown.pop()[2]
    return shown, rest


def retryable(announcement_id: int | None) -> Sequence[str]:
    """Keys of the mails of receipts that failed, of one announcement or of all."""
    rows = with_mails(sa.select(OutgoingMail.dedupe_key).select_from(Receipt)).where(
        state() == ReceiptState.failed.value
    )
    if announcement_id is not None:
        rows = rows.where(Receipt.announcement_id == announcement_id)
    return list(db.session.scalars(rows.distinct()))
