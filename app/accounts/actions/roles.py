"""Roles and tiers are given and taken; every change is audited, with the whole set before and after."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.actions.sessions import end_sessions
from app.accounts.events import RolesChanged, TiersChanged
from app.accounts.models import PersonRole, PersonTier, Role, Tier
from app.accounts.queries.people import hold_person
from app.foundation import audit
from app.foundation.db import db
from app.foundation.events import publish


class OwnRoles(Exception):
    """Nobody changes the own roles; somebody else has to."""


def set_roles(*, person_id: int, roles: Collection[Role], by: int | None) -> None:
    """Give a person exactly these roles; the sessions end when they differ. Raises OwnRoles."""
    if by == person_id:
        raise OwnRoles
    _set_roles(person_id, frozenset(roles), by)


def grant_role(*, person_id: int, role: Role, by: int | None) -> None:
    """Give one role, as an accepted appointment does; the bearer stays signed in when it was the own act."""
    _set_roles(person_id, _roles_of(person_id) | {role}, by)


def revoke_role(*, person_id: int, role: Role, by: int | None) -> None:
    """Take one role back, as the end of an appointment does."""
    _set_roles(person_id, _roles_of(person_id) - {role}, by)


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


def _set_roles(person_id: int, after: frozenset[Role], by: int | None) -> None:
    hold_person(person_id)
    before = _roles_of(person_id)
    if before == after:
        return
    lost = sa.delete(PersonRole).where(PersonRole.person_id == person_id, PersonRole.role.in_(before - after))
    db.session.execute(lost, execution_options={"synchronize_session": False})
    _insert(sa.insert(PersonRole), [{"person_id": person_id, "role": role} for role in after - before])
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
