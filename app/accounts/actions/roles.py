"""Roles and tiers are given and taken; every change is audited, with the whole set before and after."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from app.accounts.actions.sessions import end_sessions
from app.accounts.events import RolesChanged, TiersChanged
from app.accounts.models import PersonRole, PersonTier, Role, Tier
from app.accounts.queries.people import hold_person
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.events import publish


class OwnRoles(Exception):
    """Nobody changes the own roles; somebody else has to."""


def set_roles(*, person_id: int, roles: Collection[Role], by: int | None) -> None:
    """Give a person exactly these roles; the sessions end when they differ. Raises OwnRoles.

    A role that was lent and has run out is given anew, without days.
    """
    if by == person_id:
        raise OwnRoles
    db.session.execute(
        sa.delete(PersonRole).where(
            PersonRole.person_id == person_id, PersonRole.role.in_(roles), PersonRole.ends_on < clock.today()
        ),
        execution_options={"synchronize_session": False},
    )
    _set_roles(person_id, frozenset(roles), by)


def grant_role(*, person_id: int, role: Role, by: int | None) -> None:
    """Give one role by hand, without days; the bearer stays signed in when it was the own act."""
    _set_roles(person_id, _roles_of(person_id) | {role}, by)


def lend_role(*, person_id: int, role: Role, starts_on: date, ends_on: date | None, by: int | None) -> None:
    """Give a role from one day to another, as an appointment does; one that was given by hand stays as it is.

    From the day after the last one the role is not held any more, whoever looks.
    """
    hold_person(person_id)
    row = _row_of(person_id, role)
    if row is None:
        _set_roles(person_id, _roles_of(person_id) | {role}, by, (starts_on, ends_on))
    elif row.starts_on is not None and (row.starts_on, row.ends_on) != (starts_on, ends_on):
        held = row.runs_on(clock.today())
        row.starts_on, row.ends_on = starts_on, ends_on
        db.session.flush()
        if row.runs_on(clock.today()) is not held:
            publish(RolesChanged(person_id=person_id))


def revoke_role(*, person_id: int, role: Role, by: int | None) -> None:
    """Take one role back, as the end of an appointment does."""
    _set_roles(person_id, _roles_of(person_id) - {role}, by)


def return_role(*, person_id: int, role: Role, by: int | None) -> None:
    """Take back a role that was lent; one that was given by hand stays."""
    hold_person(person_id)
    row = _row_of(person_id, role)
    if row is not None and row.starts_on is not None:
        revoke_role(person_id=person_id, role=role, by=by)


def _row_of(person_id: int, role: Role) -> PersonRole | None:
    rows = sa.select(PersonRole).where(PersonRole.person_id == person_id, PersonRole.role == role)
    return db.session.scalar(rows.execution_options(populate_existing=True))


def set_tiers(*, person_id: int, tiers: Collection[Tier], by: int | None) -> None:
    """Put a person into exactly these tiers; listeners assign the paths that belong to them."""
    hold_person(person_id)
    before = frozenset(db.session.scalars(sa.select(PersonTier.tier).where(PersonTier.person_id == person_id)))
    after = frozenset(tiers)
    if before == after:
        return
    lost = sa.delete(PersonTier).where(PersonTier.person_id == person_id, PersonTier.tier.in_(before - after))
    db.session.execute(lost, execution_options={"synchronize_session": False})
    _insert(sa.insert(PersonTier), [{"person_id": person_id, "tier": tier} for tier in after - before])
    audit.record(
        act="tiers:changed",
        subject=("person", person_id),
        actor_id=by,
        before={"tiers": sorted(before)},
        after={"tiers": sorted(after)},
    )
    publish(TiersChanged(person_id=person_id))


def _set_roles(
    person_id: int,
    after: frozenset[Role],
    by: int | None,
    days: tuple[date | None, date | None] = (None, None),
) -> None:
    hold_person(person_id)
    before = _roles_of(person_id)
    if before == after:
        return
    lost = sa.delete(PersonRole).where(PersonRole.person_id == person_id, PersonRole.role.in_(before - after))
    db.session.execute(lost, execution_options={"synchronize_session": False})
    lent = {"starts_on": days[0], "ends_on": days[1]}
    _insert(sa.insert(PersonRole), [{"person_id": person_id, "role": role, **lent} for role in after - before])
    audit.record(
        act="roles:changed",
        subject=("person", person_id),
        actor_id=by,
        before={"roles": sorted(before)},
        after={"roles": sorted(after)},
    )
    if by != person_id:
        end_sessions(person_id=person_id)
    publish(RolesChanged(person_id=person_id))


def _roles_of(person_id: int) -> frozenset[Role]:
    return frozenset(db.session.scalars(sa.select(PersonRole.role).where(PersonRole.person_id == person_id)))


def _insert(statement: sa.Insert, rows: list[dict[str, object]]) -> None:
    if rows:
        db.session.execute(statement, rows)
