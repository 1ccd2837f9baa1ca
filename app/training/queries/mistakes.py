"""What people get wrong: over the newest answers to a drill or quiz as it stands now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.training.content.statistics import Facts, facts
from app.training.content.telling import Part, parts_of, questions_of
from app.training.content.words import tight
from app.training.models import Assignment, Attempt, ContentNote, Publication
from app.training.queries.published import Item, Published, served_at

NEWEST = 1_000
"""Answers looked at: enough to see, few enough for a page."""

FEWEST_PEOPLE = 5
"""A wrong answer is shown from this many people on, so that nobody is known by it."""


NEWEST_OF_QUIZ = 300
"""Answers to each quiz that the facts of all questions together are counted from."""


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
class QuestionReport:
    """A question of the quiz of a module, and how it did."""

    path: str
    module_id: str
    question_id: str
    facts: Facts


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


def question_reports(start: datetime, end: datetime) -> list[QuestionReport]:
    """Every question of the quizzes that were served just before `end`, over their newest answers since `start`.

    Answers to an earlier wording of a quiz are not among them, nor those of people who only showed that they know a module.
    Three statements at most.
    """
    served = {one.path_id: one for one in served_at(end)}
    every = {(one.path_id, module.id): (item, quiz) for one in served.values() for module, item, quiz in one.quizzes}
    answered: dict[tuple[int, str, str], list[tuple[int, bool]]] = {
        (*where, question.id): [] for where, (_item, quiz) in every.items() for question in quiz.questions
    }
    items = {where: item for where, (item, _quiz) in every.items()}
    for row in db.session.execute(_newest_of_each(items, start, end)) if items else ():
        for question_id, ok in questions_of(every[row.path_id, row.module_id][1], row.answers, row.seed):
            answered[row.path_id, row.module_id, question_id].append((row.percent, ok))
    return [
        QuestionReport(served[path_id].code, module_id, question_id, facts(given))
        for (path_id, module_id, question_id), given in answered.items()
    ]


def _newest_of_each(quizzes: Mapping[tuple[int, str], Item], start: datetime, end: datetime) -> sa.Select[Any]:
    asked = [
        sa.and_(
            Publication.path_id == path_id,
            Attempt.module_id == module_id,
            Attempt.item_id == item.id,
            Attempt.grading_hash == item.hashes.grading,
        )
        for (path_id, module_id), item in quizzes.items()
    ]
    place = sa.func.row_number().over(partition_by=(Publication.path_id, Attempt.module_id), order_by=Attempt.id.desc())
    rows = (
        sa.select(
            Attempt.id,
            Publication.path_id,
            Attempt.module_id,
            Attempt.percent,
            Attempt.seed,
            Attempt.answers,
            place.label("place"),
        )
        .join(Publication, Publication.id == Attempt.publication_id)
        .where(Attempt.submitted_at >= start, Attempt.submitted_at < end, sa.or_(*asked))
        .subquery("newest_answers")
    )
    return sa.select(rows).where(rows.c.place <= NEWEST_OF_QUIZ).order_by(rows.c.id)


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
