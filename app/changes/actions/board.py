"""The rule of the board, and deputies for some days."""

from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.changes.actions.refusals import DeputyRefused
from app.changes.formulas.deciding import Rule
from app.changes.models.ballots import BoardRule, Deputising
from app.foundation import audit, clock
from app.foundation.db import db, locked

LONGEST_DAYS = 366


def set_rule(*, rule: Rule, chair_id: int | None, working_days: int, reason: str, by_id: int) -> BoardRule:
    """Set the rule for rounds that open from now on; those that are open keep theirs."""
    version = BoardRule(
        quorum_num=rule.quorum_num,
        quorum_den=rule.quorum_den,
        threshold_num=rule.threshold_num,
        threshold_den=rule.threshold_den,
        casting_vote=rule.casting_vote,
        chair_id=chair_id,
        working_days=working_days,
        set_by_id=by_id,
        set_at=clock.now(),
        reason=reason,
    )
    db.session.add(version)
    db.session.flush()
    audit.record(act="board_rule:set", subject=("board_rule", version.id), actor_id=by_id, reason=reason)
    return version


def name_deputy(*, member_id: int, deputy_id: int, first_on: date, last_on: date) -> Deputising:
    """Let somebody act in a member's place on some days, for rounds that open from now on. Raises DeputyRefused.

    Nobody deputises for somebody who deputises: whoever is away passes on the own seat only.
    """
    if member_id == deputy_id:
        raise DeputyRefused("oneself")
    # Both people are held, in the order of their ids, so that two who name each other meet here one after the other.
    db.session.execute(locked(sa.select(Person.id).where(Person.id.in_((member_id, deputy_id))).order_by(Person.id)))
    deputy = db.session.get(Person, deputy_id)
    if deputy is None or not _can_act(deputy, first_on, last_on):
        raise DeputyRefused("cannot_act")
    if last_on < clock.today() or last_on < first_on:
        raise DeputyRefused("past")
    _refuse_overlaps(member_id, deputy_id, first_on, last_on)
    named = Deputising(
        member_id=member_id, deputy_id=deputy_id, first_on=first_on, last_on=last_on, named_at=clock.now()
    )
    db.session.add(named)
    db.session.flush()
    told = {"deputy": deputy_id, "first_on": first_on.isoformat(), "last_on": last_on.isoformat()}
    audit.record(act="deputy:named", subject=("deputising", named.id), actor_id=member_id, after=told)
    return named


def _can_act(person: Person, first_on: date, last_on: date) -> bool:
    """Whether somebody may sign in on these days and is not away on all of them."""
    away = person.leave_from is not None and person.leave_from <= first_on
    back = person.leave_to is not None and person.leave_to < last_on
    return person.may_sign_in_on(last_on) and (back or not away)


def _refuse_overlaps(member_id: int, deputy_id: int, first_on: date, last_on: date) -> None:
    overlaps = (Deputising.first_on <= last_on, Deputising.last_on >= first_on, Deputising.ended_at.is_(None))
    pairs = sa.select(Deputising.member_id, Deputising.deputy_id).where(*overlaps)
    touching = sa.or_(Deputising.member_id.in_((member_id, deputy_id)), Deputising.deputy_id == member_id)
    for member, deputy in db.session.execute(pairs.where(touching)):
        if member == member_id:
            raise DeputyRefused("overlap")
        if member == deputy_id or deputy == member_id:
            raise DeputyRefused("chain")


def end_deputising(*, deputising_id: int, member_id: int) -> bool:
    """Take one's deputy back from now on; ballots that were cast stay. False where there is no such deputy of the member."""
    own = sa.update(Deputising).where(
        Deputising.id == deputising_id, Deputising.member_id == member_id, Deputising.ended_at.is_(None)
    )
    done = db.session.execute(own.values(ended_at=clock.now()).execution_options(synchronize_session=False))
    if not done.rowcount:  # type: ignore[attr-defined]
        return False
    audit.record(act="deputy:ended", subject=("deputising", deputising_id), actor_id=member_id)
    return True
