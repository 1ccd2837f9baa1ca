"""What somebody had typed into a form that could not be taken, so that an error page can give it back."""

from collections.abc import Iterable, Iterator

from flask import request

# Never shown again: what is secret, and what no person typed. A test holds that every password field is named here.
SECRET = frozenset({"password", "new", "again", "old", "secret"})
SHORTEST = 8  # characters; what is shorter is typed anew sooner than it is copied
TOO_LARGE = 413  # what is too large is not read at all


def typed_words(code: int) -> list[str]:
    """Whole texts of the form that was sent, in their order, each once; none where the answer is that it was too large."""
    if request.method != "POST" or code == TOO_LARGE:
        return []
    return list(dict.fromkeys(_texts(request.form.items(multi=True))))


def _texts(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in fields:
        text = value.replace("\0", "").strip()
        if name not in SECRET and "token" not in name and len(text) >= SHORTEST and _is_prose(text):
            yield text


def _is_prose(text: str) -> bool:
    """Words with blanks between them, or not of ASCII: neither a code, nor an address, nor a moment."""
    return not text.isascii() or " " in text or "\n" in text
