"""The audit trail under a chain of hashes: an entry that was changed, removed, exchanged or put between is found.

Seals stand beside the entries, so that writers of entries never wait for one another; a sweep adds them each minute.
A chain alone cannot tell that its end was cut off: whoever audits keeps a `Head` elsewhere and gives it to `verify`.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import audit_redaction
from app.foundation.append_only import append_only
from app.foundation.audit import AuditEntry, record
from app.foundation.audit_redaction import AuditRedaction, digest_of, list_hash
from app.foundation.db import Base, db, transaction

START = "0" * 64
BATCH = 5_000  # entries sealed in one transaction: others write between two
AT_ONCE = 500  # ids in one statement
SEALING = 6_182  # the advisory lock of whoever adds to the chain


class AuditSeal(Base):
    """One link: `hash` covers the entry, the position and the hash before it. `entry_id` outlives its entry."""

    __tablename__ = "audit_seals"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[str]

    __table_args__ = (sa.CheckConstraint("position > 0", name="position_counts_from_one"),)


append_only(AuditSeal.__table__)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal; printed `position:hash`. Position 0 is a chain that has no seal yet."""

    position: int = 0
    hash: str = START

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """The head that was printed so; raises ValueError for anything else."""
        position, _, found = text.strip().partition(":")
        if not position.isdecimal() or len(found) != len(START) or set(found) - set("0123456789abcdef"):
            raise ValueError(text)
        return cls(int(position), found)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how many entries hold, how many wait for a seal, and what is wrong, in words.

    `redacted` of them name an erased person no more.
    """

    sealed: int
    waiting: int
    head: Head
    faults: tuple[str, ...]
    redacted: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What an entry says of values and reasons: the part of it that an erasure may write anew."""

    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


def seal_audit_trail() -> int:
    """Add a seal for every entry that has none; return how many. Any number of workers may call it at once."""
    done = 0
    while added := _seal_batch():
        done += added
    return done


def head() -> Head:
    """The newest seal."""
    newest = sa.select(AuditSeal.position, AuditSeal.hash).order_by(AuditSeal.position.desc()).limit(1)
    row = db.session.execute(newest).one_or_none()
    return Head(row.position, row.hash) if row else Head()


def verify(published: Head | None = None, *, most: int = 20) -> Verdict:
    """Compute every seal anew, in one reading of the trail; at most so many faults are named.

    With a head that was published earlier, also tell whether the chain still holds that seal.
    """
    redactions = _redactions()
    faults = _faults_of_redactions(redactions)
    last = Head()
    for row in _links():
        faults += _faults_of(row, last, redactions.get(row.entry_id, ()))
        if published and published.position == row.position and published.hash != row.hash:
            faults.append(f"Seal {row.position} is not the one that was published.")
        last = Head(row.position, row.hash)
        if len(faults) >= most:
            break
    if published and published.position > last.position and len(faults) < most:
        faults.append(f"The chain ends at {last.position}; a head at {published.position} was published.")
    waiting = db.session.scalar(_waiting_count()) or 0
    return Verdict(last.position, waiting, last, tuple(faults[:most]), redacted=len(redactions))


def redact(*, erasure_id: int, words: Mapping[int, Words], by: int | None) -> None:
    """Write other words into entries (by id) that name somebody who is erased, and tell of it in the trail itself.

    No seal is added or changed. Whether an entry had been changed before is found afterwards as well as now: the hash that is
    kept is computed from the entry as it stands, not copied from its seal.
    """
    _wait_for_other_sealers()
    made = [_redaction(erasure_id, row, words[row.id]) for row in _entries_with_seals(list(words))]
    db.session.add_all(made)
    db.session.flush()
    for number, said in words.items():
        own = sa.update(AuditEntry).where(AuditEntry.id == number)
        db.session.execute(own.values(before=said.before, after=said.after, reason=said.reason))
    told = {"entries": len(made), audit_redaction.SHA256: list_hash(made)}
    record(act=audit_redaction.ACT, subject=(audit_redaction.SUBJECT, erasure_id), actor_id=by, after=told)


def _redaction(erasure_id: int, row: Any, words: Words) -> AuditRedaction:
    earlier = sa.select(AuditRedaction.original_hash).where(
        AuditRedaction.entry_id == row.id, AuditRedaction.original_hash.is_not(None)
    )
    original = db.session.scalar(earlier.order_by(AuditRedaction.id).limit(1))
    if original is None and row.position is not None:
        original = _hash(Head(row.position - 1, row.previous or START), row)
    digest = digest_of(row, before=words.before, after=words.after, reason=words.reason)
    return AuditRedaction(entry_id=row.id, erasure_id=erasure_id, original_hash=original, digest=digest)


def _entries_with_seals(ids: Sequence[int]) -> Iterator[Any]:
    seal, before = sa.orm.aliased(AuditSeal), sa.orm.aliased(AuditSeal)
    for start in range(0, len(ids), AT_ONCE):
        rows = (
            sa.select(*AuditEntry.__table__.c, seal.position, before.hash.label("previous"))
            .outerjoin(seal, seal.entry_id == AuditEntry.id)
            .outerjoin(before, before.position == seal.position - 1)
            .where(AuditEntry.id.in_(ids[start : start + AT_ONCE]))
        )
        yield from db.session.execute(rows.order_by(AuditEntry.id)).all()


def _redactions() -> dict[int, list[AuditRedaction]]:
    """Every redaction by entry, the oldest first; there are few."""
    found: dict[int, list[AuditRedaction]] = defaultdict(list)
    for one in db.session.scalars(sa.select(AuditRedaction).order_by(AuditRedaction.id)):
        found[one.entry_id].append(one)
    return found


def _faults_of_redactions(redactions: Mapping[int, Sequence[AuditRedaction]]) -> list[str]:
    """What the trail tells of the redactions of each erasure must be what stands there."""
    by_erasure: dict[int, list[AuditRedaction]] = defaultdict(list)
    for one in (one for several in redactions.values() for one in several):
        by_erasure[one.erasure_id].append(one)
    told = sa.select(AuditEntry.subject_id, AuditEntry.after).where(
        AuditEntry.act == audit_redaction.ACT, AuditEntry.subject_kind == audit_redaction.SUBJECT
    )
    hashes = {row.subject_id: row.after.get(audit_redaction.SHA256) for row in db.session.execute(told)}
    return [
        f"The redactions of erasure {number} are not those that the trail tells of."
        for number, some in sorted(by_erasure.items())
        if hashes.get(str(number)) != list_hash(some)
    ]


def _seal_batch() -> int:
    with transaction():
        _wait_for_other_sealers()
        last = head()
        entries = db.session.execute(_unsealed().limit(BATCH)).all()
        seals = []
        for entry in entries:
            last = Head(last.position + 1, _hash(last, entry))
            seals.append({"position": last.position, "entry_id": entry.id, "hash": last.hash})
        if seals:
            db.session.execute(sa.insert(AuditSeal), seals)
    return len(entries)


def _wait_for_other_sealers() -> None:
    """Two links on one seal would be a fork; on SQLite the write lock is held already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(SEALING)))


def _unsealed() -> sa.Select[Any]:
    sealed = sa.exists().where(AuditSeal.entry_id == AuditEntry.id)
    return sa.select(*AuditEntry.__table__.c).where(~sealed).order_by(AuditEntry.id)


def _waiting_count() -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(_unsealed().order_by(None).subquery())


def _links() -> Iterator[sa.Row[Any]]:
    entry = AuditEntry.__table__
    links = (
        sa.select(AuditSeal.position, AuditSeal.entry_id, AuditSeal.hash, *entry.c)
        .outerjoin(entry, entry.c.id == AuditSeal.entry_id)
        .order_by(AuditSeal.position)
    )
    yield from db.session.execute(links.execution_options(yield_per=BATCH))


def _faults_of(row: sa.Row[Any], last: Head, redactions: Sequence[AuditRedaction]) -> list[str]:
    if row.position != last.position + 1:
        return [f"Seals {last.position + 1} to {row.position - 1} are missing."]
    if row.id is None:
        return [f"Entry {row.entry_id} was removed (seal {row.position})."]
    if redactions and redactions[-1].digest != digest_of(row, before=row.before, after=row.after, reason=row.reason):
        return [f"Entry {row.entry_id} was changed after it was redacted."]
    original = next((one.original_hash for one in redactions if one.original_hash), None)
    if row.hash != (original or _hash(last, row)):
        return [f"Entry {row.entry_id} or its seal {row.position} was changed."]
    return []


def _hash(last: Head, entry: sa.Row[Any]) -> str:
    """SHA-256 over the canonical JSON of the link, in hexadecimal."""
    link = {
        "position": last.position + 1,
        "previous": last.hash,
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "act": entry.act,
        "subject": [entry.subject_kind, entry.subject_id],
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }
    text = json.dumps(link, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
