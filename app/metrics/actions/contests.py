"""Contest a score, acknowledge it, and decide it: a correction is a new event, and what it changes is restated."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked, transaction
from app.foundation.events import publish
from app.metrics.actions.scorecards import restate
from app.metrics.models import Contest, ContestOutcome, ContestPassing, CorrectionKind, ScoreCard, ScoreCorrection
from app.metrics.queries.contests import deciders_of, stand_ins, stuck_contests
from app.notifications.events import ContestAcknowledged, ContestDecided, ContestOpened
from app.training.events import LatenessExcused
from app.training.queries.lateness import late_completion, newest_completion


class AlreadyContested(Exception):
    """The same is contested and not decided yet."""


class Settled(Exception):
    """The contest was decided or taken back meanwhile."""


class NothingLate(Exception):
    """What is to count as on time is not late, or not completed."""


class NotYours(Exception):
    """Decided by HR, the PMO or to whom it was passed on; not by the person, the direct manager, or who recorded what it is about."""


def open_contest(*, person_id: int, month: str, part: str, assignment_id: int | None, reason: str) -> Contest:
    """Contest a part of the own score, or one event in it; those who judge are told, and who decides where none of them may.

    Raises AlreadyContested.
    """
    same = Contest.assignment_id.is_(None) if assignment_id is None else Contest.assignment_id == assignment_id
    standing = sa.select(Contest.id).where(
        Contest.person_id == person_id,
        Contest.month == month,
        Contest.part == part,
        same,
        Contest.decided_at.is_(None),
        Contest.withdrawn_at.is_(None),
    )
    db.session.execute(locked(sa.select(Person.id).where(Person.id == person_id)))
    if db.session.scalar(standing) is not None:
        raise AlreadyContested
    contest = Contest(
        person_id=person_id,
        month=month,
        part=part,
        assignment_id=assignment_id,
        reason=reason,
        opened_at=clock.now(),
    )
    db.session.add(contest)
    db.session.flush()
    _note(contest, "opened", person_id, {"part": part, "month": month, "assignment_id": assignment_id})
    judges = deciders_of(contest, db.session.get_one(Person, person_id)).judges
    publish(ContestOpened(contest.id, month, tuple(sorted(judges - {person_id}))))
    pass_on(contest)
    return contest


def pass_on(contest: Contest) -> bool:
    """Give a contest that nobody of HR and the PMO may decide to somebody who may; False where there is no need or nobody."""
    person = db.session.get_one(Person, contest.person_id)
    deciders = deciders_of(contest, person)
    if deciders.free:
        return False
    people = stand_ins(person, deciders.concerned)
    rows = [{"contest_id": contest.id, "to_id": one, "at": clock.now()} for one in people]
    if not insert_new(ContestPassing, rows):
        return False
    _note(contest, "passed_on", None, {"to": list(people)})
    publish(ContestOpened(contest.id, contest.month, people))
    return True


def pass_on_contests() -> int:
    """Look after contests whose judges came to be concerned, or went, since they were opened; how many were passed on."""
    return sum(_pass_one_on(number) for number in stuck_contests())


def _pass_one_on(contest_id: int) -> bool:
    with transaction():
        contest = _held(contest_id)
        return contest.is_open and pass_on(contest)


def acknowledge(*, contest_id: int, by_id: int) -> Contest:
    """Say that a contest was received and is looked into. Raises Settled."""
    contest = _held(contest_id)
    if not contest.is_open:
        raise Settled
    if contest.acknowledged_at is None:
        contest.acknowledged_at, contest.acknowledged_by_id = clock.now(), by_id
        db.session.flush()
        _note(contest, "acknowledged", by_id, {})
        publish(ContestAcknowledged(contest.id, contest.month, contest.person_id))
    return contest


def decide(
    *, contest_id: int, outcome: ContestOutcome, kind: CorrectionKind | None, answer: str, by_id: int
) -> list[ScoreCard]:
    """Decide a contest, correct what it is about, and restate; gives the restated cards.

    Raises Settled, NotYours, NothingLate.
    """
    contest = _held(contest_id)
    if not contest.is_open:
        raise Settled
    person = db.session.get_one(Person, contest.person_id)
    if by_id not in deciders_of(contest, person).free:
        raise NotYours
    acknowledge(contest_id=contest_id, by_id=by_id)
    contest.outcome, contest.answer = outcome, answer
    contest.decided_at, contest.decided_by_id = clock.now(), by_id
    db.session.flush()
    cards = _correct(contest, kind, by_id) if outcome is not ContestOutcome.rejected and kind else []
    _note(contest, "decided", by_id, {"outcome": outcome.value, "correction": kind.value if kind else None})
    publish(ContestDecided(contest.id, contest.month, contest.person_id, outcome.value, answer))
    return cards


def _correct(contest: Contest, kind: CorrectionKind, by_id: int) -> list[ScoreCard]:
    completion_id = None
    if kind is CorrectionKind.on_time and contest.assignment_id is not None:
        completion_id = _count_on_time(contest.assignment_id, contest.answer, by_id)
    db.session.add(
        ScoreCorrection(
            contest_id=contest.id,
            person_id=contest.person_id,
            month=contest.month,
            part=contest.part,
            assignment_id=contest.assignment_id,
            kind=kind,
            completion_id=completion_id,
            at=clock.now(),
            by_id=by_id,
            reason=contest.answer,
        )
    )
    db.session.flush()
    return restate(contest)


def _count_on_time(assignment_id: int, reason: str, by_id: int) -> int | None:
    if late_completion(assignment_id) is None:
        raise NothingLate
    publish(LatenessExcused(assignment_id, reason, by_id))
    row = newest_completion(assignment_id)
    return row.id if row else None


def take_back(*, contest_id: int, by_id: int) -> None:
    """The person no longer contests. Raises Settled."""
    contest = _held(contest_id)
    if not contest.is_open:
        raise Settled
    contest.withdrawn_at = clock.now()
    _note(contest, "withdrawn", by_id, {})


def _held(contest_id: int) -> Contest:
    found = locked(sa.select(Contest).where(Contest.id == contest_id)).execution_options(populate_existing=True)
    contest: Contest = db.session.scalars(found).one()
    return contest


def _note(contest: Contest, verb: str, actor_id: int | None, after: dict[str, object]) -> None:
    audit.record(act=f"contest:{verb}", subject=("contest", contest.id), actor_id=actor_id, after=after)
