"""Publishing content: from files into rows, once for each change. What is broken keeps its last good version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

import sqlalchemy as sa

from app.accounts.models import Role, Tier
from app.foundation import audit, clock, events
from app.foundation.content.faults import Fault
from app.foundation.db import db, locked
from app.training.actions.completing import settle
from app.training.actions.regrading import regrade
from app.training.actions.retaking import ask_again
from app.training.actions.ruling import follow, set_rule
from app.training.events import PathRevised
from app.training.models import Assignment, CarriedAttempt, PathRule, Publication, TrainingPath
from app.training.queries.comparing import Comparison, Comparisons, DraftState, comparisons
from app.training.queries.criteria import Criteria, Terms
from app.training.queries.drafts import Draft, drafts, training_folder
from app.training.queries.effects import Effect as Touching
from app.training.queries.effects import Touched, effect_of, raised, unmoved
from app.training.queries.lineage import continued
from app.training.queries.published import Published, latest_of
from app.training.queries.retakes import finished_on
from app.training.queries.standing import standings

DUE_DAYS = 14
PUBLISHING = 20_260_601  # any number that nobody else locks
RESTORED = "path offered again"


class NotPublishable(Exception):
    """The path has faults, or is not in the folder; nothing was published. `faults` says which, by file and line."""

    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing a path does to the people on it, or why it is not published.

    `keep`: they go on, or have finished, with everything they did. `retake`: something they passed has changed and
    will be asked again. `not_started` have begun nothing. Of those who have finished, `notified` are told and `renewal`
    asked again, now or when it comes into force. `regraded`: answers under a wrong key are graded anew. `lost`: records
    that would go, which is always none. With `faults` the version that is served goes on being served.
    """

    code: str
    version: str
    state: str
    changed: bool
    not_started: int = 0
    keep: int = 0
    retake: int = 0
    notified: int = 0
    renewal: int = 0
    regraded: int = 0
    lost: int = 0
    faults: tuple[Fault, ...] = ()


def difference(folder: FilePath) -> list[Effect]:
    """What `publish_folder` would do to people, path by path; writes nothing."""
    found = comparisons(folder)
    return [_effect(one) for one in found.paths if not one.retired or one.draft] + _beside(found)


def publish_folder(folder: FilePath, *, by_id: int | None = None, restore: bool = True) -> list[Effect]:
    """Publish every path of a folder whose content has changed; what that did to people, and every fault.

    The newest publication of a path is the one that is served, at once and in every process. The first one of a path
    assigns it to its audience. A path with faults keeps what is served of it. Doing it twice is doing it once. With
    `restore` a retired path is offered again; without, only where its files have changed.
    """
    drafts(folder)  # reading takes seconds: before the first statement, so that no transaction stands idle meanwhile
    _wait_for_other_publishers()
    found = comparisons(folder)
    effects = []
    for one in found.paths:
        if one.retired and (one.draft is None or (not restore and not _has_moved(one))):
            continue
        effects.append(_effect(one))
        if one.changed:
            _publish(one, by_id)
    return effects + _beside(found)


def publish_path(folder: FilePath, *, code: str, content_hash: str, by_id: int | None) -> Effect:
    """Publish one path as it was seen: `content_hash` names the state of its files. Raises NotPublishable."""
    drafts(folder)
    _wait_for_other_publishers()
    one = comparisons(folder).of(code)
    if one is None or one.draft is None or one.fresh is None or one.draft.content_hash != content_hash:
        raise NotPublishable(one.faults if one else ())
    effect = _effect(one)
    if one.changed:
        _publish(one, by_id)
    return effect


def _wait_for_other_publishers() -> None:
    """Several machines may start, and publish, at once; on SQLite the write lock is held already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(PUBLISHING)))


def _beside(found: Comparisons) -> list[Effect]:
    """What is wrong beside the paths, such as in the words of tools; it keeps no path from being published."""
    faults = found.other_faults
    return [Effect("", "", DraftState.broken, changed=False, faults=faults)] if faults else []


def _has_moved(one: Comparison) -> bool:
    served = sa.select(Publication.content_hash).where(Publication.id == (one.served.id if one.served else 0))
    return one.draft is not None and db.session.scalar(served) != one.draft.content_hash


def _effect(one: Comparison) -> Effect:
    shown = one.fresh or one.served
    version = shown.path.version if shown else ""
    touching = effect_of(one) if one.state is DraftState.changed else _unmoved(one)
    return Effect(
        one.code,
        version,
        one.state,
        one.changed,
        **{touched.value: touching.number(touched) for touched in Touched},
        faults=one.faults,
    )


def _unmoved(one: Comparison) -> Touching:
    return unmoved(one.path.id) if one.path and one.state is DraftState.same else Touching()


def _publish(one: Comparison, by_id: int | None) -> None:
    draft, fresh = one.draft, one.fresh
    if draft is None or fresh is None:
        raise NotPublishable(one.faults)
    is_back = one.retired
    path = _path_row(fresh)
    if one.served is None or _has_moved(one):
        _write(path, draft, fresh, one.served, by_id)
    if is_back:
        audit.record(act="path:restored", subject=("path", path.id), actor_id=by_id)
        follow(None, because=RESTORED, path_ids=[path.id], alone=True)
    served = latest_of([path.id])[path.id]
    if one.served is not None and served.id != one.served.id:
        _follow_up(served, one.served)


def _write(path: TrainingPath, draft: Draft, fresh: Published, old: Published | None, by_id: int | None) -> None:
    row = Publication(
        path_id=path.id,
        version=fresh.path.version,
        files=dict(draft.files),
        content_hash=draft.content_hash,
        published_at=clock.now(),
        published_by_id=by_id,
        lineage=continued(fresh, old, clock.now()).plain(),
    )
    db.session.add(row)
    db.session.flush()
    facts = {"version": row.version, "content_hash": row.content_hash}
    audit.record(act="path:published", subject=("path", path.id), actor_id=by_id, after=facts)
    if old is None and db.session.scalar(sa.select(PathRule.id).where(PathRule.path_id == path.id).limit(1)) is None:
        set_rule(criteria=_audience(path, fresh.path.audience), terms=Terms(due_days=DUE_DAYS), by_id=by_id)


def _follow_up(new: Published, old: Published) -> None:
    """Whatever the new version does to people, in the transaction that publishes it."""
    regrade(new, old)
    _settle_all(new)
    if raised(new, old, "notify"):
        people = tuple(sorted(one.assignment.person_id for one in finished_on(new)))
        if people:
            events.publish(PathRevised(new.path_id, new.id, old.id, people))
    ask_again(new)


def _path_row(parsed: Published) -> TrainingPath:
    path: TrainingPath | None = db.session.scalar(
        locked(sa.select(TrainingPath).where(sa.func.lower(TrainingPath.code) == parsed.code.lower()))
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


def _audience(path: TrainingPath, audience: str) -> Criteria:
    """Whom the first publication asks: the path's tier, or whoever is appointed superuser or ambassador."""
    if audience == "tier":
        return Criteria(path.id, tier=path.tier)
    return Criteria(path.id, role=Role(audience))


def _settle_all(published: Published) -> None:
    """Where a drill or module went away or a key was mended, somebody may have nothing left to do: completed now."""
    lent = sa.exists().where(CarriedAttempt.assignment_id == Assignment.id)
    rows = sa.select(Assignment).where(
        Assignment.path_id == published.path_id,
        Assignment.closed_at.is_(None),
        sa.or_(Assignment.started_at.is_not(None), lent),
    )
    open_ones = db.session.scalars(locked(rows.order_by(Assignment.id))).all()
    for standing in standings([(published, one) for one in open_ones]):
        settle(standing)


__all__ = [
    "Effect",
    "NotPublishable",
    "difference",
    "publish_folder",
    "publish_path",
    "training_folder",
]
