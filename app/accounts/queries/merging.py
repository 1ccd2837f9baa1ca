"""Accounts that belong to one person: which could be merged, what would move, and what was merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from app.accounts.models import AccountMerge, Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains


@dataclass(frozen=True, slots=True)
class Belonging:
    """Something of an account: what it is called in the reader's language, how much, and whether a merge moves it."""

    label: str
    count: int
    moves: bool


Owner = Callable[[int], Sequence[Belonging]]
"""Tells what somebody (by id) has in one feature; the features are listed in `app/assembly.py`."""


def belongings_of(person_id: int) -> list[Belonging]:
    """Everything that features keep of a person, in their order."""
    owners: Sequence[Owner] = current_app.extensions["uptake.belongings"]
    return [one for owner in owners for one in owner(person_id)]


def other_accounts(person: Person, words: str, number: int) -> Page[Person]:
    """Accounts that could be merged into this one, also closed ones, found by name, number or mail; with department."""
    others = sa.select(Person).where(Person.id != person.id, Person.merged_into_id.is_(None))
    named = others.where(contains(Person.search_text, words or person.name))
    return page_of(named.options(joinedload(Person.department)).order_by(Person.employee_no_key), number=number)


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge that stands: the account that was closed, and whose account it became."""

    merge: AccountMerge
    merged: Person
    kept: Person


def merges_of(person_id: int) -> list[MergeLine]:
    """Merges that stand and concern an account, on either side; one statement."""
    merged, kept = sa.orm.aliased(Person), sa.orm.aliased(Person)
    rows = (
        sa.select(AccountMerge, merged, kept)
        .join(merged, merged.id == AccountMerge.from_id)
        .join(kept, kept.id == AccountMerge.into_id)
        .where(
            AccountMerge.undone_at.is_(None),
            sa.or_(AccountMerge.from_id == person_id, AccountMerge.into_id == person_id),
        )
        .order_by(AccountMerge.id)
    )
    return [MergeLine(*row) for row in db.session.execute(rows)]


def kept_account(person: Person | None) -> Person | None:
    """The account that an account leads to: itself, or the one it was merged into, however often."""
    while person is not None and person.merged_into_id is not None:
        rows = sa.select(Person).where(Person.id == person.merged_into_id)
        person = db.session.scalar(rows.options(joinedload(Person.department)))
    return person


def reports_count(person_id: int) -> int:
    """How many people have somebody as their manager."""
    rows = sa.select(sa.func.count()).select_from(Person).where(Person.manager_id == person_id)
    return db.session.scalar(rows) or 0
