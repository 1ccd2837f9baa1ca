"""What publishing a draft does to people, before it is done: who they are, and how many."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.content.objects import Module
from app.training.models import Assignment, Attempt, ItemKind, Regrade
from app.training.queries.comparing import Comparison, earlier_module, regraded_item
from app.training.queries.lineage import ItemKey, continued
from app.training.queries.published import Item, Published
from app.training.queries.retakes import Finished, finished_on, retakes
from app.training.queries.standing import Standing, standings


class Touched(StrEnum):
    """What becomes of somebody: nothing begun yet, goes on with everything, is asked for something again, and so on."""

    not_started = "not_started"
    keep = "keep"
    retake = "retake"
    notified = "notified"
    renewal = "renewal"
    regraded = "regraded"


@dataclass(frozen=True, slots=True)
class Effect:
    """Ids of the people that publishing touches, by what it does to them; the same person may be told and renewed.

    Everybody who has the path is in exactly one of `not_started`, `keep` and `retake`. Nothing is ever lost.
    """

    people: dict[Touched, list[int]] = field(default_factory=dict)

    def number(self, touched: Touched) -> int:
        """How many."""
        return len(self.people.get(touched, ()))


@dataclass(frozen=True, slots=True)
class Mended:
    """An item whose key was wrong, as it was and as it is now."""

    old: Item
    new: Item


def prospective(comparison: Comparison) -> Published | None:
    """A draft as it would be served if it were published now; None where it may not be."""
    fresh = comparison.fresh
    if fresh is None:
        return None
    path_id = comparison.path.id if comparison.path else 0
    lineage = continued(fresh, comparison.served, clock.now())
    return dataclasses.replace(fresh, path_id=path_id, lineage=lineage, published_at=clock.now())


def effect_of(comparison: Comparison) -> Effect:
    """What publishing a draft would do; ten statements at most, whatever the number of people."""
    new, old = prospective(comparison), comparison.served
    if new is None or old is None:
        return Effect()
    finished = finished_on(new)
    mended = mended_items(new, old)
    under_way = _under_way(old.path_id)
    begun = [one for one in under_way if one.started_at is not None]
    again = _asked_again(begun, new, old, {item.new.key for item in mended})
    return Effect(
        {
            Touched.not_started: sorted(one.person_id for one in under_way if one.started_at is None),
            Touched.keep: sorted(
                [one.person_id for one in begun if one.person_id not in again]
                + [one.assignment.person_id for one in finished]
            ),
            Touched.retake: sorted(again),
            Touched.notified: sorted(one.assignment.person_id for one in to_notify(new, old, finished)),
            Touched.renewal: sorted(one.finished.assignment.person_id for one in retakes(new, finished, on=None)),
            Touched.regraded: _regraded(mended),
        }
    )


def unmoved(path_id: int) -> Effect:
    """Everybody keeps everything: what publishing an unchanged path does; two statements."""
    under_way = _under_way(path_id)
    open_for = {one.person_id for one in under_way}
    done = sa.select(Assignment.person_id).where(
        Assignment.path_id == path_id,
        Assignment.closed_at.is_not(None),
        Assignment.waived_at.is_(None),
        Assignment.withdrawn_at.is_(None),
    )
    finished = set(db.session.scalars(done)) - open_for
    begun = {one.person_id for one in under_way if one.started_at is not None}
    return Effect({Touched.not_started: sorted(open_for - begun), Touched.keep: sorted(begun | finished)})


def raised(new: Published, old: Published | None, on_change: str) -> list[Module]:
    """Modules of a kind of change that are new, or whose version is higher than the one served so far."""
    if old is None:
        return []
    found = []
    for module in new.path.modules:
        before = _before(module, new, old)
        if module.on_change == on_change and (before is None or before.version < module.version):
            found.append(module)
    return found


def to_notify(new: Published, old: Published, finished: Iterable[Finished]) -> list[Finished]:
    """Who hears of the difference: everyone who has finished, where a change says `notify`."""
    return list(finished) if raised(new, old, "notify") else []


def mended_items(new: Published, old: Published) -> list[Mended]:
    """Drills and quizzes whose key is mended by this publication."""
    found: dict[ItemKey, Mended] = {}
    for module in new.path.modules:
        before = earlier_module(module, old)
        if before is None or module.version <= before.version:
            continue
        for name in module.policy.regrade:
            now, was = regraded_item(module, name), regraded_item(before, name)
            here = new.item(module.id, now.id) if now else None
            there = old.item(before.id, was.id) if was else None
            if here and there:
                found[here.key] = Mended(there, here)
            if here and there and here.kind is ItemKind.quiz:  # the same questions are asked to get out of the module
                ways_out = Mended(old.tests_out[before.id], new.tests_out[module.id])
                found[ways_out.new.key] = ways_out
    return list(found.values())


def attempts_on_item(item: Item, hashes: Collection[str], keys: Collection[ItemKey]) -> sa.Select[Attempt]:
    """Attempts made under one of these keys, or graded anew under it, at an item or what it continues."""
    graded_anew = sa.select(Regrade.attempt_id).where(Regrade.grading_hash.in_(hashes))
    named = sa.or_(
        *(sa.and_(Attempt.module_id == module_id, Attempt.item_id == item_id) for module_id, item_id in keys)
    )
    return sa.select(Attempt).where(
        named,
        Attempt.grading_hash != item.hashes.grading,
        sa.or_(Attempt.grading_hash.in_(hashes), Attempt.id.in_(graded_anew)),
    )


def people_touched(person_ids: Collection[int], *, words: str, number: int) -> Page[Person]:
    """These people by name with their departments, searched."""
    people = sa.select(Person).where(Person.id.in_(person_ids)).options(joinedload(Person.department))
    if words:
        people = people.where(contains(Person.search_text, words))
    return page_of(people.order_by(Person.name, Person.id), number=number)


def _before(module: Module, new: Published, old: Published) -> Module | None:
    names = (module.id, *new.lineage.modules.get(module.id, ()))
    return next((found for name in names if (found := old.path.module(name))), None)


def _under_way(path_id: int) -> list[Assignment]:
    rows = sa.select(Assignment).where(Assignment.path_id == path_id, Assignment.closed_at.is_(None))
    return list(db.session.scalars(rows))


def _asked_again(begun: list[Assignment], new: Published, old: Published, mended: Collection[ItemKey]) -> set[int]:
    """Whose passes do not all stand: something they passed has changed and will be asked again."""
    if not begun:
        return set()
    both = standings([(old, one) for one in begun] + [(new, one) for one in begun])
    before, after = both[: len(begun)], both[len(begun) :]
    return {
        one.person_id for one, was, then in zip(begun, before, after, strict=True) if _loses_a_pass(was, then, mended)
    }


def _loses_a_pass(was: Standing, then: Standing, mended: Collection[ItemKey]) -> bool:
    items = then.published.graded
    formers = {former: key for key, ones in then.published.lineage.items.items() for former in ones}
    for key, tried in was.tried.items():
        now = key if key in items else formers.get(key, key)
        if tried.passed and now in items and now not in mended and not then.passed(items[now]):
            return True
    return False


def _regraded(mended: Iterable[Mended]) -> list[int]:
    found: set[int] = set()
    for one in mended:
        rows = attempts_on_item(one.new, [one.old.hashes.grading], {one.old.key, one.new.key}).subquery()
        owners = sa.select(Assignment.person_id).join(rows, rows.c.assignment_id == Assignment.id)
        found |= set(db.session.scalars(owners.distinct()))
    return sorted(found)
