"""What people get wrong: over the newest answers to a drill or quiz as it stands now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.training.content.statistics import Facts, facts
from app.training.content.telling import Part, parts_of
from app.training.content.words import tight
from app.training.models import Assignment, Attempt, ContentNote, Publication
from app.training.queries.published import Item, Published

NEWEST = 1_000
"""Answers looked at: enough to see, few enough for a page."""

FEWEST_PEOPLE = 5
"""A wrong answer is shown from this many people on, so that nobody is known by it."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer that several people gave, as most of them wrote it."""

    said: str
    people: int


@dataclass(frozen=True, slots=True)
class PartReport:
    """A field, question, line or step: how it did, and the wrong answers given most."""

    key: str
    label: str
    facts: Facts
    wrong: tuple[WrongAnswer, ...]


@dataclass(frozen=True, slots=True)
class ItemReport:
    """A drill or quiz over its newest answers: the part most often wrong first."""

    item: Item
    attempts: int
    people: int
    passed: int
    parts: tuple[PartReport, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    person_id: int
    percent: int
    parts: list[Part]


def item_report(published: Published, item: Item, language: str) -> ItemReport:
    """The report of one drill or quiz, of answers to the version that is served; one statement."""
    rows = db.session.execute(_newest(published, item)).all()
    task = item.content
    answers = [_Answer(row.person_id, row.percent, parts_of(task, row.answers, row.seed, language)) for row in rows]
    return ItemReport(
        item,
        len(rows),
        len({row.person_id for row in rows}),
        sum(row.passed for row in rows),
        tuple(sorted(_parts(answers), key=lambda part: (part.facts.facility or 0, part.key))),
    )


def notes_on(path_id: int, module_id: str, item_id: str) -> list[ContentNote]:
    """Notes to the authors about an item, the newest first."""
    rows = sa.select(ContentNote).where(
        ContentNote.path_id == path_id, ContentNote.module_id == module_id, ContentNote.item_id == item_id
    )
    return list(db.session.scalars(rows.options(joinedload(ContentNote.written_by)).order_by(ContentNote.id.desc())))


def shares(published: Published) -> dict[tuple[str, str], tuple[int, int]]:
    """Answers and passes of every drill and quiz as it stands now, by module and item; one statement."""
    hashes = {item.hashes.grading for items in published.items.values() for item in items}
    rows = (
        sa.select(
            Attempt.module_id, Attempt.item_id, sa.func.count(), sa.func.count().filter(Attempt.passed.is_(sa.true()))
        )
        .where(Attempt.publication_id.in_(_publications(published)), Attempt.grading_hash.in_(hashes))
        .group_by(Attempt.module_id, Attempt.item_id)
    )
    return {(module, item): (answers, passed) for module, item, answers, passed in db.session.execute(rows)}


def _newest(published: Published, item: Item) -> sa.Select[int, int, int, bool, dict[str, object]]:
    return (
        sa.select(Assignment.person_id, Attempt.percent, Attempt.seed, Attempt.passed, Attempt.answers)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(
            Attempt.module_id == item.module_id,
            Attempt.item_id == item.id,
            Attempt.grading_hash == item.hashes.grading,
            Attempt.publication_id.in_(_publications(published)),
        )
        .order_by(Attempt.id.desc())
        .limit(NEWEST)
    )


def _publications(published: Published) -> sa.Select[int]:
    return sa.select(Publication.id).where(Publication.path_id == published.path_id)


def _parts(answers: Iterable[_Answer]) -> list[PartReport]:
    found: dict[str, list[tuple[_Answer, Part]]] = defaultdict(list)
    for answer in answers:
        for part in answer.parts:
            found[part.key].append((answer, part))
    return [
        PartReport(key, _label(ones), facts([(answer.percent, part.ok) for answer, part in ones]), _wrong(ones))
        for key, ones in found.items()
    ]


def _label(ones: list[tuple[_Answer, Part]]) -> str:
    """What a part asks; the longest told, for a part without words of its own tells them only where it is wrong."""
    return max((part.label for _, part in ones), key=len)


def _wrong(ones: list[tuple[_Answer, Part]]) -> tuple[WrongAnswer, ...]:
    """Wrong answers that at least `FEWEST_PEOPLE` gave, the most frequent first."""
    people: dict[str, set[int]] = defaultdict(set)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for answer, part in ones:
        if not part.ok and part.said:
            people[tight(part.said)].add(answer.person_id)
            written[tight(part.said)][part.said] += 1
    told = [
        WrongAnswer(written[said].most_common(1)[0][0], len(ids))
        for said, ids in people.items()
        if len(ids) >= FEWEST_PEOPLE
    ]
    return tuple(sorted(told, key=lambda one: (-one.people, one.said)))


def notes(*, words: str, number: int) -> Page[ContentNote]:
    """Notes to the authors, open ones first and then the newest; searched in their words."""
    rows = (
        sa.select(ContentNote)
        .options(joinedload(ContentNote.written_by), joinedload(ContentNote.path))
        .order_by(ContentNote.settled_at.is_not(None), ContentNote.id.desc())
    )
    if words.strip():
        rows = rows.where(ContentNote.text.icontains(words.strip(), autoescape=True))
    return page_of(rows, number=number)


def open_notes() -> int:
    """How many notes wait for an author."""
    return db.session.scalar(sa.select(sa.func.count()).where(ContentNote.settled_at.is_(None))) or 0
