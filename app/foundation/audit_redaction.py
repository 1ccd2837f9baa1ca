"""What was taken out of the audit trail because somebody was erased, so that the chain over it can still be verified.

An entry that names somebody gets other words in `before`, `after` and `reason`. What its seal covered can then not be
computed any more; so a redaction keeps the hash that was computed from the old words before they went, and a digest of the new
ones. The digests of one erasure are told, as one hash, by an entry of the trail itself, which is sealed like any other: who
did what, when and to whom stays under the chain, and a word that is changed later is found.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.append_only import append_only
from app.foundation.db import Base

ACT = "audit:redacted"
SUBJECT = "erasure"
SHA256 = "redactions_sha256"


class AuditRedaction(Base):
    """One entry that an erasure took words out of. Append-only.

    `original_hash` is the hash of its seal, computed from the words that went; none where the entry was not sealed yet.
    `digest` covers the entry as it stands since.
    """

    __tablename__ = "audit_redactions"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("audit_entries.id"), index=True)
    erasure_id: Mapped[int] = mapped_column(sa.ForeignKey("erasures.id"), index=True)
    original_hash: Mapped[str | None]
    digest: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("entry_id", "erasure_id"),)


append_only(AuditRedaction.__table__)


def digest_of(entry: Any, *, before: Any, after: Any, reason: str) -> str:
    """SHA-256 over an entry with these words, in hexadecimal."""
    facts = {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "act": entry.act,
        "subject": [entry.subject_kind, entry.subject_id],
        "before": before,
        "after": after,
        "reason": reason,
    }
    return _sha256(facts)


def list_hash(redactions: Sequence[AuditRedaction]) -> str:
    """One hash over the redactions of an erasure: what the trail itself tells of them."""
    facts = [[one.entry_id, one.original_hash, one.digest] for one in sorted(redactions, key=lambda one: one.entry_id)]
    return _sha256(facts)


def _sha256(facts: Any) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
