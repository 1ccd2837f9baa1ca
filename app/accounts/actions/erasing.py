"""Somebody who has left is erased: known by a pseudonym from now on, in everything that was stored. Nobody can undo it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.actions.links import withdraw_links
from app.accounts.actions.sessions import end_sessions
from app.accounts.events import PersonErased
from app.accounts.formulas import Disguise, new_pseudonym
from app.accounts.models import (
    CorrectionRequest,
    Erasure,
    OneTimeLink,
    Person,
    PersonVersion,
    PrivateAddress,
    RosterChange,
    RosterImport,
    RosterState,
    SignInFailure,
)
from app.accounts.queries.erasing import accounts_held, is_erasable, known_as, naming
from app.accounts.queries.sign_in import throttle_subject
from app.foundation import audit, clock
from app.foundation.audit import AuditEntry
from app.foundation.audit_chain import Words, redact
from app.foundation.db import db, empty_journal
from app.foundation.events import publish
from app.foundation.tables import UnreadableTable, read_table

JOURNAL_WAITS = timedelta(minutes=10)


class NotErasable(Exception):
    """Has not left, is erased already, leads to another account, or is whoever asks."""


class NobodyThere(Exception):
    """A list of erasures names somebody whom this database never knew."""


def erase_person(*, person_id: int, reason: str, by: int) -> Erasure:
    """Erase somebody who has left, with every account that was merged into this one. Raises NotErasable."""
    accounts = accounts_held(person_id)
    if not accounts or not is_erasable(accounts[0]) or by in {one.id for one in accounts}:
        raise NotErasable
    done = [_erase(one, reason, by, new_pseudonym()) for one in accounts if one.erased_at is None]
    return done[0]


def erase_again(*, person_id: int, pseudonym: str, last_day: date | None, reason: str, by: int) -> bool:
    """Erase somebody whom a restored backup still knows, under the same pseudonym; False where it was done already.

    A backup of a time before they left learns of the last day, too. Raises NobodyThere where it is of a time before they came.
    """
    person = db.session.get(Person, person_id)
    if person is None:
        raise NobodyThere(person_id)
    if person.erased_at is not None:
        return False
    person.last_day = person.last_day or last_day
    _erase(person, reason, by, pseudonym)
    return True


def _erase(person: Person, reason: str, by: int, pseudonym: str) -> Erasure:
    known = known_as(person)
    event = PersonErased(person.id, pseudonym, known.names, known.clear_names, known.numbers, known.addresses)
    disguise = Disguise(event)
    told = disguise.in_text(reason)
    erasure = Erasure(person_id=person.id, pseudonym=pseudonym, erased_at=clock.now(), erased_by_id=by, reason=told)
    db.session.add(erasure)
    db.session.flush()
    _rename(person, pseudonym)
    _close_every_door(event)
    _clear_rosters(disguise)
    publish(event)
    _clear_audit_trail(erasure.id, disguise, by)
    after = {"pseudonym": pseudonym}
    audit.record(act="person:erased", subject=("person", person.id), actor_id=by, after=after, reason=told)
    return erasure


def _rename(person: Person, pseudonym: str) -> None:
    person.identify(employee_no=pseudonym, name=pseudonym, email=None)
    person.password_hash = None
    person.erased_at = clock.now()
    db.session.flush()
    names = {
        "name": person.name,
        "employee_no": person.employee_no,
        "employee_no_key": person.employee_no_key,
        "search_text": person.search_text,
    }
    db.session.execute(sa.update(PersonVersion).where(PersonVersion.person_id == person.id).values(names))


def _close_every_door(event: PersonErased) -> None:
    """No browser, link or private address of this person opens anything, and nothing tells that they tried to come in."""
    end_sessions(person_id=event.person_id)
    withdraw_links(person_id=event.person_id)
    for table in (OneTimeLink, PrivateAddress, CorrectionRequest):
        db.session.execute(sa.delete(table).where(table.person_id == event.person_id))
    logins = [throttle_subject("login", login) for login in (*event.numbers, *event.addresses)]
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.subject.in_(logins)))


def _clear_rosters(disguise: Disguise) -> None:
    """Facts of imports name the pseudonym; a file that names this person is not kept any longer, its hash is."""
    person_id = disguise.known.person_id
    named = sa.or_(
        RosterChange.person_id == person_id, naming((RosterChange.before, RosterChange.after), disguise.needles())
    )
    rows = sa.select(RosterChange.id, RosterChange.person_id, RosterChange.before, RosterChange.after).where(named)
    for number, whose, before, after in db.session.execute(rows).all():
        facts: dict[str, Any] = disguise.in_value({"before": before, "after": after}, own=whose == person_id)
        if facts != {"before": before, "after": after}:
            db.session.execute(sa.update(RosterChange).where(RosterChange.id == number).values(facts))
    for number, state, content in db.session.execute(
        sa.select(RosterImport.id, RosterImport.state, RosterImport.content)
    ).all():
        if not _file_names(content, disguise):
            continue
        own = RosterImport.id == number
        if state is RosterState.checked:
            db.session.execute(sa.delete(RosterImport).where(own))
        else:
            db.session.execute(sa.update(RosterImport).where(own).values(content=b""))


def _file_names(content: bytes, disguise: Disguise) -> bool:
    try:
        rows = read_table(content)
    except UnreadableTable:
        return False
    known = disguise.known
    wanted = {*known.numbers, *known.addresses, *known.names}
    return any(not wanted.isdisjoint(row.cells.values()) for row in rows)


def _clear_audit_trail(erasure_id: int, disguise: Disguise, by: int) -> None:
    """Values and reasons that name this person; who did what and when is as it was, and so is the chain over it."""
    person_id = disguise.known.person_id
    columns = (AuditEntry.before, AuditEntry.after, AuditEntry.reason)
    own = sa.and_(AuditEntry.subject_kind == "person", AuditEntry.subject_id == str(person_id))
    entries = sa.select(AuditEntry).where(sa.or_(own, naming(columns, disguise.needles())))
    words: dict[int, Words] = {}
    for entry in db.session.scalars(entries.execution_options(populate_existing=True)):
        theirs = entry.subject_kind == "person" and entry.subject_id == str(person_id)
        said = Words(
            disguise.in_value(entry.before, own=theirs),
            disguise.in_value(entry.after, own=theirs),
            disguise.in_text(entry.reason),
        )
        if said != Words(entry.before, entry.after, entry.reason):
            words[entry.id] = said
        db.session.expunge(entry)
    if words:
        redact(erasure_id=erasure_id, words=words, by=by)


def empty_journal_after_erasures() -> int:
    """Let nothing of somebody stand in the journal of the database file once they are erased; returns 1 when there was cause."""
    lately = sa.select(Erasure.id).where(Erasure.erased_at > clock.now() - JOURNAL_WAITS)
    if db.session.scalar(lately.limit(1)) is None:
        return 0
    empty_journal()
    return 1
