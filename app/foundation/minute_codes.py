"""Six digits on a wall that change every minute: whoever types them is in the room."""

import hmac
import unicodedata

from app.foundation import clock

DIGITS = 6
MINUTE = 60


def minute_code(secret: str, subject: object, *, minutes_ago: int = 0) -> str:
    """The digits for a subject, such as the id of a workshop, in this minute or one before."""
    minute = int(clock.now().timestamp()) // MINUTE - minutes_ago
    digest = hmac.digest(secret.encode(), f"{subject}:{minute}".encode(), "sha256")
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def seconds_left() -> int:
    """How long the code on the wall is the newest one."""
    return MINUTE - int(clock.now().timestamp()) % MINUTE


def is_of_the_minute(code: str, secret: str, subject: object) -> bool:
    """Whether these are the digits of this minute or the one before."""
    known = [minute_code(secret, subject, minutes_ago=ago).encode() for ago in (0, 1)]
    return any(hmac.compare_digest(one, code.encode()) for one in known)


def typed_digits(text: str | None) -> str:
    """What somebody typed, without blanks and full-width forms."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def could_be_code(text: str) -> bool:
    """Whether it looks like a code: six digits."""
    return text.isascii() and text.isdigit() and len(text) == DIGITS
