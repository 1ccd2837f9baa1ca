"""Publishing content: from files into rows, once for each change; and what that would do to people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

import sqlalchemy as sa

from app.accounts.models import Tier
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.training.actions.assigning import set_rule
from app.training.actions.completing import settle
from app.training.content.check import check
from app.training.content.faults import Fault
from app.training.content.load import PATH_FILE, read_folder
from app.training.models import Assignment, PathRule, Publication, TrainingPath
from app.training.queries.published import Published, current_of, parse
from app.training.queries.standing import Standing, standings

DUE_DAYS = 14
PUBLISHING = 20_260_601  # any number that nobody else locks


class ContentRefused(Exception):
    """The folder has faults and nothing was published; `faults` says which, by file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing a path does to the people on it.

    `keep`: they go on, or have finished, with everything they did. `retake`: something they passed has changed and
    will be asked again. `lost`: records that would go, which is always none.
    """

    code: str
    version: str
    changed: bool
    keep: int
    retake: int
    lost: int = 0


def training_folder(folder: FilePath) -> FilePath:
    """The folder that holds the paths, whether it or the content folder above it is named."""
    below = folder / "training"
    return below if below.is_dir() and not (folder / PATH_FILE).exists() else folder


def difference(folder: FilePath) -> list[Effect]:
    """What `publish_folder` would do to people, path by path; writes nothing. Raises ContentRefused."""
    return [_effect(new, old, changed) for new, old, changed in _compared(_checked(folder))]


def publish_folder(folder: FilePath, *, by_id: int | None = None) -> list[Effect]:
    """Publish every path of a folder whose content has changed since; what that did to people.

    The newest publication of a path is the one that is served, at once and in every process. The first one of a path
    assigns it to its tier. Doing it twice is doing it once. Raises ContentRefused.
    """
    found = _checked(folder)
    _wait_for_other_publishers()
    effects = [_effect(new, old, changed) for new, old, changed in _compared(found)]
    for effect, files in zip(effects, found, strict=True):
        if effect.changed:
            _publish(files, by_id)
    return effects


def _wait_for_other_publishers() -> None:
    """Several machines may start, and publish, at once; on SQLite the write lock is held already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(PUBLISHING)))


def _checked(folder: FilePath) -> list[dict[str, str]]:
    home = training_folder(folder)
    faults = check(home)
    if faults:
        raise ContentRefused(faults)
    return list(read_folder(home).values())


def _compared(found: list[dict[str, str]]) -> list[tuple[Published, Published | None, bool]]:
    fresh = [parse(0, 0, clock.now(), files) for files in found]
    rows = {code: path_id for path_id, code in db.session.execute(sa.select(TrainingPath.id, TrainingPath.code))}
    ids = [rows[new.code] for new in fresh if new.code in rows]
    served = current_of(ids)
    hashes = _served_hashes(ids)
    compared = []
    for new, files in zip(fresh, found, strict=True):
        path_id = rows.get(new.code, 0)
        compared.append((new, served.get(path_id), hashes.get(path_id) != content_hash(files)))
    _refuse_unraised(compared)
    return compared


def content_hash(files: Mapping[str, str]) -> str:
    """Names one state of a path's files, letter for letter."""
    text = json.dumps(files, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _served_hashes(path_ids: list[int]) -> dict[int, str]:
    newest = (
        sa.select(sa.func.max(Publication.id)).where(Publication.path_id.in_(path_ids)).group_by(Publication.path_id)
    )
    rows = sa.select(Publication.path_id, Publication.content_hash).where(Publication.id.in_(newest))
    return {row.path_id: row.content_hash for row in db.session.execute(rows)}


def _refuse_unraised(compared: list[tuple[Published, Published | None, bool]]) -> None:
    """A module whose grading has changed says so with a higher version, or nobody could tell records apart."""
    faults = []
    for new, old, _changed in compared:
        for module in new.path.modules if old else ():
            before = old.path.module(module.id) if old else None
            moved = before and old and new.module_hashes[module.id].grading != old.module_hashes[module.id].grading
            if before and moved and module.version <= before.version:
                message = (
                    f"What decides a grade has changed since version {before.version} was published; "
                    f"raise “version” to {before.version + 1} in both languages."
                )
                faults.append(Fault(f"{new.code}/{module.id}.zh.md", 1, 1, message))
    if faults:
        raise ContentRefused(faults)


def _effect(new: Published, old: Published | None, changed: bool) -> Effect:  # noqa: FBT001 (a fact, not a switch)
    told = {"code": new.code, "version": new.path.version, "changed": changed}
    if old is None:
        return Effect(**told, keep=0, retake=0)  # type: ignore[arg-type]
    assignments = _on_path(old.path_id)
    before = standings([(old, one) for one in assignments])
    after = standings([(new, one) for one in assignments])
    retake = sum(_asks_again(*pair) for pair in zip(before, after, strict=True))
    touched = sum(
        (one.assignment is not None and one.assignment.started_at is not None) or one.finished for one in before
    )
    return Effect(**told, keep=touched - retake, retake=retake)  # type: ignore[arg-type]


def _on_path(path_id: int) -> list[Assignment]:
    """Assignments that were begun or completed."""
    rows = sa.select(Assignment).where(
        Assignment.path_id == path_id,
        Assignment.waived_at.is_(None),
        Assignment.withdrawn_at.is_(None),
        sa.or_(Assignment.started_at.is_not(None), Assignment.closed_at.is_not(None)),
    )
    return list(db.session.scalars(rows))


def _asks_again(before: Standing, after: Standing) -> bool:
    """Whether something that was passed has to be passed again; never for what was completed."""
    if before.finished:
        return False
    items = {item.key: item for module in after.published.items.values() for item in module}
    return any(tried.passed and key in items and not after.passed(items[key]) for key, tried in before.tried.items())


def _publish(files: Mapping[str, str], by_id: int | None) -> None:
    parsed = parse(0, 0, clock.now(), files)
    path = _path_row(parsed)
    row = Publication(
        path_id=path.id,
        version=parsed.path.version,
        files=dict(files),
        content_hash=content_hash(files),
        published_at=clock.now(),
        published_by_id=by_id,
    )
    db.session.add(row)
    db.session.flush()
    facts = {"version": row.version, "content_hash": row.content_hash}
    audit.record(act="path:published", subject=("path", path.id), actor_id=by_id, after=facts)
    if db.session.scalar(sa.select(PathRule.id).where(PathRule.path_id == path.id).limit(1)) is None and _is_first(row):
        set_rule(path_id=path.id, tier=path.tier, due_days=DUE_DAYS, mandatory=True, by_id=by_id)
    _settle_all(current_of([path.id])[path.id])


def _path_row(parsed: Published) -> TrainingPath:
    path: TrainingPath | None = db.session.scalar(
        locked(sa.select(TrainingPath).where(TrainingPath.code == parsed.code))
    )
    if path is None:
        path = TrainingPath(code=parsed.code)
        db.session.add(path)
    content = parsed.path
    path.tier, path.version = Tier(content.tier), content.version
    path.title_zh, path.title_en = str(content.title.zh), str(content.title.en)
    path.pass_mark, path.valid_months, path.retired_at = content.pass_mark, content.valid_months, None
    db.session.flush()
    return path


def _is_first(row: Publication) -> bool:
    earlier = sa.select(Publication.id).where(Publication.path_id == row.path_id, Publication.id != row.id)
    return db.session.scalar(earlier.limit(1)) is None


def _settle_all(published: Published) -> None:
    """Where a drill or module went away, somebody may have nothing left to do: then they have completed it now."""
    rows = sa.select(Assignment).where(
        Assignment.path_id == published.path_id, Assignment.closed_at.is_(None), Assignment.started_at.is_not(None)
    )
    open_ones = db.session.scalars(locked(rows.order_by(Assignment.id))).all()
    for standing in standings([(published, one) for one in open_ones]):
        settle(standing)
