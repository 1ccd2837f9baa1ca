"""Paths as they were published. Content is read from the database once per publication and kept, frozen, in the process."""

from __future__ import annotations

import dataclasses
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.foundation.db import db
from app.training.content.hashes import Hashes, drill_hashes, module_hashes, path_hashes, quiz_hashes
from app.training.content.load import TEST_OUT, load_path
from app.training.content.objects import Drill, Module, Path
from app.training.content.quiz import Quiz
from app.training.models import ItemKind, Publication, TrainingPath
from app.training.queries.lineage import ItemKey, Lineage, read_lineage

KEPT = 24
"""Parsed publications that one process keeps; the ones used longest ago make room."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is answered: a drill or the quiz of a module, with its hashes."""

    module_id: str
    id: str
    content: Drill | Quiz
    hashes: Hashes

    @property
    def kind(self) -> ItemKind:
        """Drill or quiz."""
        return ItemKind.drill if isinstance(self.content, Drill) else ItemKind.quiz

    @property
    def key(self) -> tuple[str, str]:
        """What names it within its path."""
        return self.module_id, self.id


@dataclass(frozen=True, slots=True)
class Published:
    """One publication of a path, parsed, with the hashes of everything that is answered."""

    id: int
    path_id: int
    published_at: datetime
    path: Path
    hashes: Hashes
    module_hashes: Mapping[str, Hashes]
    items: Mapping[str, tuple[Item, ...]]
    tests_out: Mapping[str, Item] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)

    @property
    def graded(self) -> dict[ItemKey, Item]:
        """Everything that is answered, tests to get out of a module too, by module and id."""
        found = {item.key: item for items in self.items.values() for item in items}
        return found | {item.key: item for item in self.tests_out.values()}

    @property
    def quizzes(self) -> list[tuple[Module, Item, Quiz]]:
        """Modules that have a quiz, with what is answered there and its questions."""
        every = [(module, item, item.content) for module in self.path.modules for item in self.items_of(module)]
        return [(module, item, content) for module, item, content in every if isinstance(content, Quiz)]

    @property
    def code(self) -> str:
        """Code of the path."""
        return self.path.code

    def items_of(self, module: Module) -> tuple[Item, ...]:
        """What is answered in a module: its drills in their order, its quiz, then what is done in the real tool."""
        return self.items[module.id]

    def item(self, module_id: str, item_id: str) -> Item | None:
        """The drill or quiz of that id in a module, or its test-out; None where there is no such thing."""
        if item_id == TEST_OUT:
            return self.tests_out.get(module_id)
        return next((item for item in self.items.get(module_id, ()) if item.id == item_id), None)


def publication(publication_id: int) -> Published | None:
    """A publication by its id, old ones too; None when there is none."""
    row = db.session.execute(_heads().where(Publication.id == publication_id)).first()
    return _parsed(row) if row else None


def current(code: str) -> Published | None:
    """The newest publication of a path; None for an unknown or retired path."""
    row = db.session.execute(_coded(), {"code": code.lower()}).first()
    return _parsed(row) if row else None


@cache  # every page of a learner asks it, so it is put together only once
def _coded() -> sa.Select[int, int, datetime, str]:
    return _newest().where(sa.func.lower(TrainingPath.code) == sa.bindparam("code", type_=sa.String))


def current_of(path_ids: Iterable[int]) -> dict[int, Published]:
    """The newest publication of each of these paths, by path id."""
    rows = db.session.execute(_newest().where(TrainingPath.id.in_(list(path_ids)))).all()
    return {row.path_id: _parsed(row) for row in rows}


def all_current() -> list[Published]:
    """The newest publication of every path that is offered, in the order of their codes."""
    return [_parsed(row) for row in db.session.execute(_offered()).all()]


def served_at(end: datetime) -> list[Published]:
    """What was served just before an instant, in the order of the codes of the paths; two statements at most."""
    newest = sa.select(sa.func.max(Publication.id)).where(Publication.published_at < end).group_by(Publication.path_id)
    rows = (
        _heads()
        .join(TrainingPath, TrainingPath.id == Publication.path_id)
        .where(Publication.id.in_(newest), sa.or_(TrainingPath.retired_at.is_(None), TrainingPath.retired_at >= end))
    )
    heads = db.session.execute(rows.order_by(TrainingPath.code)).all()
    _parse_missing(heads)
    return [_parsed(row) for row in heads]


def publications(publication_ids: Iterable[int]) -> dict[int, Published]:
    """Publications by id, old ones and those of retired paths too."""
    ids = sorted(set(publication_ids))
    rows = db.session.execute(_heads().where(Publication.id.in_(ids))).all() if ids else []
    return {row.id: _parsed(row) for row in rows}


def latest_of(path_ids: Iterable[int]) -> dict[int, Published]:
    """The newest publication of each of these paths, whether it is offered or retired, by path id."""
    newest = sa.select(sa.func.max(Publication.id)).where(Publication.path_id.in_(list(path_ids)))
    rows = db.session.execute(_heads().where(Publication.id.in_(newest.group_by(Publication.path_id)))).all()
    return {row.path_id: _parsed(row) for row in rows}


def parse(
    publication_id: int,
    path_id: int,
    published_at: datetime,
    files: Mapping[str, str],
    lineage: Mapping[str, Any] | None = None,
) -> Published:
    """Parse the files of a publication. Raises `ContentFaults`, which cannot happen to what was published."""
    return assembled(load_path(files), publication_id, path_id, published_at, lineage)


def assembled(
    path: Path,
    publication_id: int,
    path_id: int,
    published_at: datetime,
    lineage: Mapping[str, Any] | None = None,
) -> Published:
    """A parsed path with everything that is answered in it."""
    return Published(
        id=publication_id,
        path_id=path_id,
        published_at=published_at,
        path=path,
        hashes=path_hashes(path),
        module_hashes={module.id: module_hashes(module) for module in path.modules},
        items={module.id: tuple(_items(module)) for module in path.modules},
        tests_out={module.id: _test_out(module.id, module.quiz) for module in path.modules if module.quiz},
        lineage=read_lineage(lineage),
    )


def _items(module: Module) -> list[Item]:
    """See, Try, Test, Do: the drills in their order, the quiz, then what is done in the real tool."""
    drills = [Item(module.id, drill.id, drill, drill_hashes(drill)) for drill in module.drills]
    quizzes = [Item(module.id, quiz.id, quiz, quiz_hashes(quiz)) for quiz in (module.quiz,) if quiz]
    at_work = [item for item in drills if isinstance(item.content, Drill) and item.content.observed]
    return [item for item in drills if item not in at_work] + quizzes + at_work


def _test_out(module_id: str, quiz: Quiz) -> Item:
    """The quiz asked once, with half as many questions again, as far as its bank goes."""
    asked = min(len(quiz.questions), -(-3 * quiz.ask // 2))
    longer = dataclasses.replace(quiz, id=TEST_OUT, ask=asked, attempts=1)
    return Item(module_id, TEST_OUT, longer, quiz_hashes(quiz))


@cache
def _heads() -> sa.Select[int, int, datetime, str]:
    return sa.select(Publication.id, Publication.path_id, Publication.published_at, Publication.content_hash)


@cache
def _newest() -> sa.Select[int, int, datetime, str]:
    newest = sa.select(sa.func.max(Publication.id)).group_by(Publication.path_id)
    return (
        _heads()
        .join(TrainingPath, TrainingPath.id == Publication.path_id)
        .where(Publication.id.in_(newest), TrainingPath.retired_at.is_(None))
    )


@cache
def _offered() -> sa.Select[int, int, datetime, str]:
    return _newest().order_by(TrainingPath.code)


Key = tuple[int, int, datetime, str]
"""Id, path, moment and content of a publication: a database that is put in the place of another has other moments."""


class _Shelf:
    """Parsed publications; bounded; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Published] = OrderedDict()

    def get(self, key: Key) -> Published | None:
        """The parsed publication, now the last one to be thrown out."""
        with self._lock:
            found = self._kept.get(key)
            if found:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, published: Published) -> None:
        """Keep one more; the one used longest ago goes."""
        with self._lock:
            self._kept[key] = published
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


_shelf = _Shelf()


def _parse_missing(heads: Sequence[sa.Row[int, int, datetime, str]]) -> None:
    """Read together what is not on the shelf."""
    missing = {row.id: row for row in heads if _shelf.get(_key(row)) is None}
    if missing:
        stored = sa.select(Publication.id, Publication.files, Publication.lineage).where(Publication.id.in_(missing))
        for number, files, lineage in db.session.execute(stored):
            row = missing[number]
            _shelf.put(_key(row), parse(number, row.path_id, row.published_at, files, lineage))


def _key(row: sa.Row[int, int, datetime, str]) -> Key:
    return row.id, row.path_id, row.published_at, row.content_hash


def _parsed(row: sa.Row[int, int, datetime, str]) -> Published:
    number, path_id, published_at, _content_hash = row
    key = _key(row)
    found = _shelf.get(key)
    if found is None:
        stored = sa.select(Publication.files, Publication.lineage).where(Publication.id == number)
        files, lineage = db.session.execute(stored).one()
        found = parse(number, path_id, published_at, files, lineage)
        _shelf.put(key, found)
    return found
