"""The words of people: brought into one form, given a title, shown safely."""

import re
import unicodedata
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

TITLE_LIMIT = 120
TEXT_LIMIT = 4000
COMMENT_LIMIT = 2000
REASON_LIMIT = 2000
HIDING_LIMIT = 300
TAG_LIMIT = 24

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
def rendered_comment(text: str, mentioned: tuple[tuple[str, str], ...]) -> Markup:
    """The same for a comment in which people are mentioned: what was typed after an @, each with the name it stands for.

    Names pass the Markdown as two characters of no meaning with a number between them, so that no name becomes markup.
    """
    text = text.replace("\ue000", "").replace("\ue001", "")
    words = sorted(mentioned, key=lambda pair: -len(pair[0]))
    for at, (word, _name) in enumerate(words):
        text = re.sub(r"(?<![A-Za-z0-9_.+-])[@＠]" + re.escape(word), f"\ue000{at}\ue001", text)
    html = str(rendered(text))
    for at, (_word, name) in enumerate(words):
        html = html.replace(f"\ue000{at}\ue001", f'<span class="mention">@{escape(name)}</span>')
    return Markup(html)  # noqa: S704 - nh3 has cleaned the text, and the name is escaped


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
