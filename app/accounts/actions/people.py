"""People are added, changed, deactivated and invited. Every act leaves an audit row with what changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.actions.leaves import change_leave
from app.accounts.actions.links import issue_link, withdraw_links
from app.accounts.actions.mails import mail_invitation
from app.accounts.actions.roles import set_tiers
from app.accounts.actions.sessions import end_sessions
from app.accounts.events import (
    HireDateChanged,
    PersonAdded,
    PersonDeactivated,
    PersonReactivated,
    PlaceChanged,
)
from app.accounts.models import LinkPurpose, Membership, Person, PersonTier, Tier, identity_key
from app.accounts.queries.people import person_facts, person_to_change, report_line
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.events import publish


@dataclass(frozen=True, slots=True)
class PersonData:
    """Everything about a person that HR and the IT operator write; roles are given elsewhere."""

    employee_no: str
    name: str
    email: str | None
    department_id: int
    project_group_ids: frozenset[int] = frozenset()
    job_title: str = ""
    manager_id: int | None = None
    hired_on: date | None = None
    leave_from: date | None = None
    leave_to: date | None = None
    last_day: date | None = None
    language: str | None = None
    zone: str | None = None
    tiers: frozenset[Tier] = frozenset({Tier.end_user})


PLAIN = (
    "department_id",
    "job_title",
    "manager_id",
    "hired_on",
    "leave_from",
    "leave_to",
    "last_day",
    "language",
    "zone",
)


class EmployeeNumberTaken(Exception):
    """Somebody has this employee number already, perhaps in another width or case."""


class EmailTaken(Exception):
    """Somebody has this mail address already."""


class ManagerLoop(Exception):
    """The manager reports, directly or not, to this person."""


class StalePerson(Exception):
    """Somebody else changed the person after the editor had opened the form."""


class OwnDeactivation(Exception):
    """Nobody locks oneself out; somebody else has to."""


def add_person(*, data: PersonData, by: int | None) -> Person:
    """Add somebody. Raises EmployeeNumberTaken, EmailTaken, also when two add the same person at the same moment."""
    person = Person(created_at=clock.now())
    _apply(person, data)
    person.tier_rows = [PersonTier(tier=tier) for tier in data.tiers]
    person.memberships = [Membership(project_group_id=group) for group in data.project_group_ids]
    with _refusing_taken_keys(data, None):
        db.session.add(person)
    audit.record(act="person:added", subject=("person", person.id), actor_id=by, after=_facts(person.id))
    publish(PersonAdded(person_id=person.id))
    return person


def update_person(*, person_id: int, data: PersonData, version: int, by: int | None) -> None:
    """Write what an editor changed. Raises StalePerson, EmployeeNumberTaken, EmailTaken, ManagerLoop."""
    person = person_to_change(person_id)
    if person is None or person.version != version or person.erased_at is not None:
        raise StalePerson
    if data.manager_id is not None and data.manager_id in report_line(person_id) | {person_id}:
        raise ManagerLoop
    write_person(person_id=person_id, data=data, by=by)


def write_person(*, person_id: int, data: PersonData, by: int | None) -> None:
    """Write facts of which the caller knows that they make no loop of managers. Raises EmployeeNumberTaken, EmailTaken."""
    person = person_to_change(person_id)
    if person is None:
        raise LookupError(person_id)
    before, old_address = _facts(person_id), person.email_key
    old_leave = (person.leave_from, person.leave_to)
    with _refusing_taken_keys(data, person_id):
        _apply(person, data)
        _keep_groups(person, data.project_group_ids)
        flag_modified(person, "name")  # the version counts every saving, also one that changed only groups or tiers
    if person.email_key != old_address:
        withdraw_links(person_id=person_id)
    set_tiers(person_id=person_id, tiers=data.tiers, by=by)
    changed = _record_change("person:changed", person_id, before, by)
    change_leave(person_id=person_id, before=old_leave, after=(data.leave_from, data.leave_to))
    if changed & {"department", "project_groups"}:
        publish(PlaceChanged(person_id=person_id))
    if "hired_on" in changed:
        publish(HireDateChanged(person_id=person_id))


def deactivate_person(*, person_id: int, reason: str, by: int | None) -> None:
    """Close an account: sessions and links end now, records stay. Raises OwnDeactivation."""
    if person_id == by:
        raise OwnDeactivation
    person = person_to_change(person_id)
    if person is None or person.deactivated_at is not None:
        return
    person.deactivated_at = clock.now()
    end_sessions(person_id=person_id)
    withdraw_links(person_id=person_id)
    audit.record(
        act="person:deactivated",
        subject=("person", person_id),
        actor_id=by,
        before={"deactivated": False},
        after={"deactivated": True},
        reason=reason,
    )
    publish(PersonDeactivated(person_id=person_id))


def reactivate_person(*, person_id: int, by: int | None) -> None:
    """Open a closed account again; the password is the old one. One that was merged is parted from the other instead.

    Whoever was erased stays so.
    """
    person = person_to_change(person_id)
    if person is None or person.deactivated_at is None or person.merged_into_id is not None or person.erased_at:
        return
    person.deactivated_at = None
    audit.record(
        act="person:reactivated",
        subject=("person", person_id),
        actor_id=by,
        before={"deactivated": True},
        after={"deactivated": False},
    )
    publish(PersonReactivated(person_id=person_id))


def invite_person(*, person: Person, by: int | None) -> str:
    """Make a link with which the person chooses a password, and mail it where there is an address; returns the link.

    To whoever has no address somebody hands the link over; the audit row says so.
    """
    address = issue_link(person_id=person.id, purpose=LinkPurpose.invitation)
    if person.email:
        mail_invitation(person=person, address=address)
    act = "person:invited" if person.email else "person:invited_by_hand"
    audit.record(act=act, subject=("person", person.id), actor_id=by)
    return address


def _apply(person: Person, data: PersonData) -> None:
    person.identify(employee_no=data.employee_no, name=data.name, email=data.email)
    for name in PLAIN:
        setattr(person, name, getattr(data, name))


def _keep_groups(person: Person, wanted: frozenset[int]) -> None:
    kept = [row for row in person.memberships if row.project_group_id in wanted]
    new = wanted - {row.project_group_id for row in kept}
    person.memberships = [*kept, *(Membership(project_group_id=group) for group in sorted(new))]


@contextmanager
def _refusing_taken_keys(data: PersonData, own_id: int | None) -> Iterator[None]:
    """Change a person inside a savepoint, so that the form can still be answered when the database refuses."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except sa.exc.IntegrityError as error:
        raise _taken(data, own_id) or error from error


def _taken(data: PersonData, own_id: int | None) -> Exception | None:
    """Which of the two keys belongs to somebody else; the number comes first."""
    others = sa.select(Person.id).where(Person.id.is_distinct_from(own_id))
    if db.session.scalar(others.where(Person.employee_no_key == identity_key(data.employee_no))) is not None:
        return EmployeeNumberTaken()
    if data.email and db.session.scalar(others.where(Person.email_key == identity_key(data.email))) is not None:
        return EmailTaken()
    return None


def _facts(person_id: int) -> dict[str, Any]:
    person = person_to_change(person_id)
    return person_facts(person) if person else {}


def _record_change(act: str, person_id: int, before: Mapping[str, Any], by: int | None) -> set[str]:
    """Write down what differs from before; the names of what does."""
    after = _facts(person_id)
    changed = [
        name for name in after if before[name] != after[name] and name != "tiers"
    ]  # tiers have a row of their own
    if changed:
        audit.record(
            act=act,
            subject=("person", person_id),
            actor_id=by,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return set(changed)
