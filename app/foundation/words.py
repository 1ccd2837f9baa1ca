"""The words of people: brought into one form, given a title, shown safely."""

import re
import unicodedata
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TITLE_LIMIT = 120

_TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s|\n")
_MARKS = re.compile(r"^[\s#>*+\-–—=_~`|]+|[\s*_~`|]+$")


def _markdown() -> MarkdownIt:
    # People write; they do not lay out pages: no headings, pictures, rules or HTML of their own.
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
    return markdown.disable(["heading", "lheading", "hr", "image", "reference", "html_block", "html_inline"])


_MARKDOWN = _markdown()


def normalised(text: str) -> str:
    """Text in one form (NFC, plain line ends, no control characters), so that a character is counted once everywhere."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in plain if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")).strip()


def is_blank(text: str) -> bool:
    """True when nothing of a text can be seen: only blanks and invisible characters."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def title_of(text: str) -> str:
    """A title made from the first sentence of a text, at most as long as titles may be."""
    parts = (_MARKS.sub("", part) for part in _SENTENCE_END.split(text))
    first = next((part for part in parts if not is_blank(part)), text)
    first = " ".join(first.split()).rstrip("。.")
    return first if len(first) <= TITLE_LIMIT else _cut(first)


def _cut(sentence: str) -> str:
    head = sentence[: TITLE_LIMIT - 1]
    words, blank, _rest = head.rpartition(" ")
    return (words if blank and len(words) > TITLE_LIMIT // 2 else head).rstrip() + "…"


@lru_cache(maxsize=512)
def rendered(text: str) -> Markup:
    """The Markdown of a person as safe HTML; kept for texts that are shown again and again."""
    cleaned = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(cleaned.strip())  # noqa: S704 - nh3 has just cleaned it
