"""Gathering people in a room: workshops begin and end, people check in once, paper is entered."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from app.accounts.actions.guessing import TooManyGuesses, WrongCode, count_wrong_code, refuse_guessing
from app.foundation import audit, clock
from app.foundation.db import db, insert_new
from app.training.models import PresenceMethod, Workshop, WorkshopPresence
from app.training.queries.workshops import open_workshops, opens, state_of

__all__ = [
    "NotOn",
    "TooManyGuesses",
    "WrongCode",
    "check_in",
    "check_in_by_code",
    "close",
    "enter_sheet",
    "hold",
    "remove_presence",
]


class NotOn(Exception):
    """The workshop has not begun, or it is over; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def hold(*, path_id: int, module_id: str, place: str, starts_at: datetime, by_id: int) -> Workshop:
    """Make a workshop on a path, or on one of its modules."""
    workshop = Workshop(
        path_id=path_id,
        module_id=module_id,
        place=place,
        starts_at=starts_at,
        host_id=by_id,
        secret=secrets.token_hex(32),
        created_at=clock.now(),
    )
    db.session.add(workshop)
    db.session.flush()
    facts = {"path_id": path_id, "module_id": module_id, "place": place, "starts_at": starts_at.isoformat()}
    audit.record(act="workshop:made", subject=("workshop", workshop.id), actor_id=by_id, after=facts)
    return workshop


def close(*, workshop: Workshop, by_id: int) -> None:
    """Nobody checks in any more; closing it twice is closing it once."""
    if workshop.closed_at is None:
        workshop.closed_at = clock.now()
        audit.record(act="workshop:closed", subject=("workshop", workshop.id), actor_id=by_id)


def check_in(*, workshop: Workshop, person_id: int, code: str) -> bool:
    """Note that somebody is there; False where they were noted already. Raises NotOn, WrongCode, TooManyGuesses."""
    refuse_guessing(person_id)
    state = state_of(workshop)
    if state != "open":
        raise NotOn(state)
    if not opens(workshop, code):
        count_wrong_code(person_id)
    return _note(workshop.id, [person_id], PresenceMethod.code, None) == 1


def check_in_by_code(*, person_id: int, code: str) -> Workshop:
    """Note that somebody is at the workshop whose code it is. Raises WrongCode, TooManyGuesses."""
    refuse_guessing(person_id)
    found = [one for one in open_workshops() if opens(one, code)]
    if len(found) != 1:  # of two rooms with the same digits neither is meant for sure; the next minute parts them
        count_wrong_code(person_id)
    _note(found[0].id, [person_id], PresenceMethod.code, None)
    return found[0]


def enter_sheet(*, workshop: Workshop, person_ids: Collection[int], by_id: int) -> int:
    """Note everybody who signed on paper, as seen by whoever enters it; how many were new. Raises NotOn before it begins."""
    state = state_of(workshop)
    if state == "planned":
        raise NotOn(state)
    made = _note(workshop.id, person_ids, PresenceMethod.observed, by_id)
    facts = {"people": sorted(person_ids)}
    audit.record(act="presence:entered", subject=("workshop", workshop.id), actor_id=by_id, after=facts)
    return made


def remove_presence(*, presence: WorkshopPresence, by_id: int) -> None:
    """Take back a wrong entry; the audit trail keeps it."""
    facts = {"person_id": presence.person_id, "method": presence.method.value, "by": presence.recorded_by_id}
    subject = ("workshop", presence.workshop_id)
    audit.record(act="presence:removed", subject=subject, actor_id=by_id, before=facts)
    db.session.delete(presence)


def _note(workshop_id: int, person_ids: Collection[int], method: PresenceMethod, by_id: int | None) -> int:
    facts = {"workshop_id": workshop_id, "method": method, "recorded_at": clock.now(), "recorded_by_id": by_id}
    return insert_new(WorkshopPresence, [{**facts, "person_id": number} for number in sorted(set(person_ids))])
