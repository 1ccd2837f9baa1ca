"""Finding articles in Chinese and English: word for word, else by most of their pieces; the best first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import sqlalchemy as sa
from markupsafe import Markup, escape

from app.foundation.content.prose import bare
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import folded, holds, pieces
from app.knowledge.models import ArticleEdition
from app.knowledge.queries.articles import PAGE_SIZE, editions, newest, rendered

TITLE, WORDS, BODY = 6, 4, 1
WHOLE = 3
"""What a find in each text weighs, and how much more a whole word weighs than a piece of one."""
MOST_WORDS = 8
EXCERPT = {"zh": 80, "en": 160}
SUGGESTED = 3
READ_OF_TEXT = 200
_QUESTIONING = re.compile(
    "请问|谁能|谁来|为什么|怎么办|怎么样|怎么|怎样|如何|什么|哪里|哪儿|在哪|能不能|可不可以|可以|我的|我要|我想|吗|呢|的|了|啊|？|。|，|、|！"
)
_IDLE = frozenset(
    re.findall(
        "[a-z]+",
        "a an and are at be by can could do does for from get how i if in is it me my not of on or our should so that the "
        "their them there they this to was we what when where which who why will with you your",
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """An article in the reader's language, with what was looked for marked in its title and in some words of it."""

    edition: ArticleEdition
    title: Markup
    excerpt: Markup


def sought(text: str) -> list[str]:
    """The words that say something: no question words, English plurals without their s; all words where nothing else is left."""
    plain = folded(text)
    words = _QUESTIONING.sub(" ", re.sub(r"[?!.,;:()“”\"']", " ", plain)).split()
    telling = [word for word in words if word not in _IDLE] or plain.split()
    return [_singular(word) for word in dict.fromkeys(telling)][:MOST_WORDS]


def _singular(word: str) -> str:
    return word[:-1] if word.isascii() and len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def find_articles(q: str, language: str, *, number: int = 1, topic: str = "") -> Page[Found]:
    """What a search finds, the best first, three statements; nothing for a search of nothing."""
    words = sought(q)
    rows = _ranked(words, pieces(" ".join(words)), language)
    if topic:
        rows = rows.where(ArticleEdition.topic == topic)
    names: Page[str] = page_of(rows, number=number, size=PAGE_SIZE)
    shown = editions(names.rows, language)
    marks = [*words, *pieces(" ".join(words))]
    found = [_found(shown[name], marks) for name in names.rows if name in shown]
    return Page(rows=found, number=names.number, size=names.size, total=names.total)


def suggested_articles(text: str, language: str) -> list[ArticleEdition]:
    """The few articles that a question resembles most, in at most two statements; none for a text that says little."""
    parts = pieces(" ".join(sought(text[:READ_OF_TEXT])))
    if not parts:
        return []
    hits = sum((_hit(ArticleEdition.title_text, part) * TITLE for part in parts), sa.literal(0))
    hits += sum((_hit(ArticleEdition.words_text, part) * WORDS for part in parts), sa.literal(0))
    share = sum((_hit(_all_texts(), part) for part in parts), sa.literal(0))
    rows = (
        sa.select(ArticleEdition.article)
        .where(newest(), ArticleEdition.withdrawn.is_(False), hits > 0, share * 5 >= len(parts))
        .group_by(ArticleEdition.article)
        .order_by(sa.func.max(hits + share).desc(), ArticleEdition.article)
        .limit(SUGGESTED)
    )
    names = list(db.session.scalars(rows))
    shown = editions(names, language)
    return [shown[name] for name in names if name in shown]


def _ranked(words: list[str], parts: list[str], language: str) -> sa.Select[str]:
    """Names of articles, by score; a word of the reader's own language weighs a little more."""
    every = sa.and_(*(holds(_all_texts(), word) for word in words), sa.true() if words else sa.false())
    most: sa.ColumnElement[bool] = sa.false()
    if parts:
        most = sum((_hit(_all_texts(), part) for part in parts), sa.literal(0)) * 2 >= len(parts)
    score = sum((_weight(word) * WHOLE for word in words), sa.literal(0))
    score += sum((_weight(part) for part in parts), sa.literal(0))
    score += sa.case((ArticleEdition.language == language, 1), else_=0)
    return (
        sa.select(ArticleEdition.article)
        .where(newest(), ArticleEdition.withdrawn.is_(False), sa.or_(every, most))
        .group_by(ArticleEdition.article)
        .order_by(sa.func.max(score).desc(), ArticleEdition.article)
    )


def _all_texts() -> sa.ColumnElement[str]:
    return ArticleEdition.title_text + " " + ArticleEdition.words_text + " " + ArticleEdition.body_text


def _hit(column: sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str], part: str) -> sa.ColumnElement[int]:
    return sa.case((holds(column, part), 1), else_=0)


def _weight(part: str) -> sa.ColumnElement[int]:
    return (
        _hit(ArticleEdition.title_text, part) * TITLE
        + _hit(ArticleEdition.words_text, part) * WORDS
        + _hit(ArticleEdition.body_text, part) * BODY
    )


def _found(edition: ArticleEdition, marks: list[str]) -> Found:
    text = " ".join(bare(rendered(edition.body)).split())
    return Found(edition, highlighted(edition.title, marks), highlighted(_around(text, edition, marks), marks))


def _around(text: str, edition: ArticleEdition, marks: list[str]) -> str:
    """The answer, or the words around the first find where the answer has none."""
    most = EXCERPT[edition.language]
    if _places(edition.answer, marks) or not (places := _places(text, marks)):
        return _cut(edition.answer, most)
    start = max(0, places[0][0] - most // 3)
    return ("…" if start else "") + _cut(text[start:], most)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def highlighted(text: str, marks: list[str]) -> Markup:
    """A text with what was looked for marked, as safe HTML."""
    done, parts = 0, []
    for start, end in _places(text, marks):
        parts += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def _places(text: str, marks: list[str]) -> list[tuple[int, int]]:
    """Where the marks stand, in order, those that touch joined."""
    plain, places = "", list[int]()
    for at, char in enumerate(text):
        said = unicodedata.normalize("NFKC", char).casefold()
        plain, places = plain + said, places + [at] * len(said)
    found = sorted(
        (places[one.start()], places[one.end() - 1] + 1)
        for mark in marks
        if mark
        for one in re.finditer(re.escape(mark), plain)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
