"""Markdown: one parser for structure and for pages, so that what is checked is what is shown.

markdown-it-py gives line numbers and has no quadratic cases; its HTML goes through nh3 once, at load time.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

Node: TypeAlias = SyntaxTreeNode
"""A block of Markdown with its place in the file."""

_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "br", "hr", "a", "blockquote", "div"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "span"),
}
_TERM = "term:"
_MARKED = re.compile(r'<span data-term="(?P<term>[^"]+)">')
"""Links to this scheme mark a word of the tool lens (see `lens`)."""
_ALIGNMENT = {"text-center", "text-end"}
_ALIGNED = {"text-align:center": "text-center", "text-align:right": "text-end"}


def parse(text: str) -> list[Node]:
    """The blocks of a Markdown text in order; `node.map` counts lines from 0."""
    return list(Node(_MARKDOWN.parse(text)).children)


def render(nodes: Sequence[Node]) -> Markup:
    """Blocks as safe HTML."""
    tokens = [token for node in nodes for token in node.to_tokens()]
    return _clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def render_line(text: str) -> Markup:
    """One line of Markdown (a label, a hint) as safe HTML without a paragraph around it."""
    return _clean(_MARKDOWN.renderInline(text.strip()))


def render_lesson(nodes: Sequence[Node]) -> Markup:
    """The blocks of a lesson as safe HTML whose highest heading is an h2 (the page's h1 is the module's title)."""
    tokens = [token for node in nodes for token in node.to_tokens()]
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = 2 - min(levels, default=2)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + shift, 6)}"
    return _clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def plain(text: str) -> str:
    """The words of one line of Markdown without any mark-up."""
    return bare(render_line(text))


def marked_term(text: str) -> str:
    """The word of the tool lens that one line of Markdown marks, or nothing."""
    found = _MARKED.search(render_line(text))
    return found["term"] if found else ""


def bare(rendered: str) -> str:
    """The words of rendered HTML without any mark-up."""
    return html.unescape(re.sub(r"<[^>]*>", "", str(rendered))).strip()


def joined(parts: Iterable[str]) -> Markup:
    """Rendered HTML one after the other."""
    return Markup("".join(str(part) for part in parts))  # noqa: S704 - the parts are rendered HTML


def line_of(node: Node) -> int:
    """The line of the file a block starts on, counted from 1."""
    here: Node | None = node
    while here is not None and not here.is_root:
        if here.map:
            return here.map[0] + 1
        here = here.parent
    return 1


def inline(node: Node) -> str:
    """The source text of a heading, paragraph or table cell."""
    return "".join(child.content for child in node.children if child.type == "inline")


def rows(table: Node) -> list[tuple[int, list[str]]]:
    """The rows of a table, headings first: the line of each and the source text of its cells."""
    return [
        (line_of(row), [inline(cell).strip() for cell in row.children])
        for part in table.children
        for row in part.children
    ]


def _clean(text: str) -> Markup:
    cleaned = nh3.clean(
        text,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "div": {"tabindex"}, "span": {"data-term"}},
        allowed_classes={"div": {"table-responsive"}, "table": {"table"}, "td": _ALIGNMENT, "th": _ALIGNMENT},
        url_schemes={"http", "https", "mailto"},
    )
    return Markup(cleaned.strip())  # noqa: S704 - nh3 has just cleaned it


def _open_table(*_: object) -> str:
    return '<div class="table-responsive" tabindex="0"><table class="table">\n'


def _close_table(*_: object) -> str:
    return "</table></div>\n"


def _open_cell(_renderer: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    style = _ALIGNED.get(str(tokens[index].attrs.get("style", "")))
    return f'<{tokens[index].tag} class="{style}">' if style else f"<{tokens[index].tag}>"


def _mark_terms(state: StateCore) -> None:
    """Turn `[任务](term:task)` into a marked word; no links are left open, for the parser has paired them."""
    for token in state.tokens:
        marked = 0
        for child in token.children or ():
            target = str(child.attrs.get("href", ""))
            if child.type == "link_open" and target.startswith(_TERM):
                marked += 1
                child.tag, child.attrs = "span", {"data-term": target.removeprefix(_TERM)}
            elif child.type == "link_close" and marked:
                marked -= 1
                child.tag = "span"


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.add_render_rule("table_open", _open_table)
    markdown.add_render_rule("table_close", _close_table)
    markdown.add_render_rule("th_open", _open_cell)
    markdown.add_render_rule("td_open", _open_cell)
    markdown.core.ruler.push("terms", _mark_terms)
    return markdown


_MARKDOWN = _markdown()
