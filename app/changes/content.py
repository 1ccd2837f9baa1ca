"""The words of a change request as they are decided on."""

import hashlib
import json
from collections.abc import Mapping

TITLE_LIMIT = 120
TEXT_LIMIT = 8000
REASON_LIMIT = 2000


def hash_of(facts: Mapping[str, object]) -> str:
    """A hash that differs as soon as any word or number differs; the order of the names does not matter."""
    plain = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
