"""Leave out of a large stylesheet what no template uses.

Tabler weighs 79 KiB compressed; the pages of Uptake use a tenth of it. A rule stays when every class in its selector occurs
as a word somewhere in the templates or Python sources. That errs on the safe side: a word in a comment keeps a rule, a class
that is written out in full is never lost. Custom properties and key frames nobody refers to go as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
_FUNCTIONAL = re.compile(r":(?:not|is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_FOREIGN = re.compile(
    r"\[data-theme|data-bs-navbar-theme|\.theme-(?:dark|light)|=dark\] \[data-bs-theme=light|\[dir=rtl"
)
_USED_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_NESTING = ("@media", "@supports", "@layer", "@container")


@dataclass(frozen=True)
class Rule:
    """One `prelude {body}` or, with `body` None, one statement such as `@charset "UTF-8"`."""

    prelude: str
    body: str | None


def prune(css: str, words: Collection[str], also: str = "") -> str:
    """Return `css` without the rules whose classes are not all in `words`; `also` is other CSS that may use its variables."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    kept = _prune_rules(css, frozenset(words))
    return _without_unused_names(kept, also)


def class_names(css: str) -> set[str]:
    """Return every class name that occurs in a selector of `css`."""
    return {_unescaped(name) for rule in _all_rules(css) for name in _CLASS.findall(rule.prelude)}


def follow_system_theme(css: str) -> str:
    """Append, for every rule of the dark theme, the same rule for people who leave the choice to their device.

    `<html data-bs-theme="system">` needs no script this way, and no page flashes white before it turns dark.
    """
    dark = "".join(_system_copies(css))
    return f"{css}@media screen and (prefers-color-scheme:dark){{{dark}}}" if dark else css


def _system_copies(css: str) -> Iterator[str]:
    for rule in rules(css):
        if rule.body is None or rule.prelude.startswith("@keyframes"):
            continue
        if rule.prelude.startswith(_NESTING):
            inner = "".join(_system_copies(rule.body))
            if inner:
                yield f"{rule.prelude}{{{inner}}}"
            continue
        selectors = [one for one in _split(rule.prelude, ",") if "[data-bs-theme=dark]" in one]
        if selectors:
            yield f"{','.join(selectors).replace('[data-bs-theme=dark]', '[data-bs-theme=system]')}{{{rule.body}}}"


def rules(css: str) -> Iterator[Rule]:
    """Yield the outermost rules and statements of `css` in order; strings may contain braces."""
    start = depth = body = 0
    prelude = ""
    for position, mark in _marks(css):
        if mark == "{":
            if depth == 0:
                prelude, body = css[start:position].strip(), position + 1
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield Rule(prelude, css[body:position])
                start = position + 1
        elif depth == 0:
            yield Rule(css[start:position].strip(), None)
            start = position + 1


def _marks(css: str) -> Iterator[tuple[int, str]]:
    """Yield the places of `{`, `}` and `;` outside strings and parentheses (data addresses contain all three)."""
    token = re.compile(r"""\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^'")]*\)|[{};()]""")
    parentheses = 0
    for match in token.finditer(css):
        mark = match.group()
        if mark in "()":
            parentheses += 1 if mark == "(" else -1
        elif mark in "{};" and parentheses == 0:
            yield match.start(), mark


def _all_rules(css: str) -> Iterator[Rule]:
    for rule in rules(css):
        if rule.body is not None and rule.prelude.startswith(_NESTING):
            yield from _all_rules(rule.body)
        elif not rule.prelude.startswith("@"):
            yield rule


def _prune_rules(css: str, words: frozenset[str]) -> str:
    return "".join(filter(None, (_pruned(rule, words) for rule in rules(css))))


def _pruned(rule: Rule, words: frozenset[str]) -> str:
    if rule.body is None:
        return "" if rule.prelude.startswith("@charset") else f"{rule.prelude};"
    if rule.prelude.startswith(_NESTING):
        inner = _prune_rules(rule.body, words)
        return f"{rule.prelude}{{{inner}}}" if inner else ""
    if rule.prelude.startswith("@"):
        return f"{rule.prelude}{{{rule.body}}}"
    selectors = [one for one in _split(rule.prelude, ",") if _is_used(one, words)]
    return f"{','.join(selectors)}{{{rule.body}}}" if selectors and rule.body.strip() else ""


def _is_used(selector: str, words: frozenset[str]) -> bool:
    if _FOREIGN.search(selector):
        return False
    plain = _FUNCTIONAL.sub("", selector)
    return all(_unescaped(name) in words for name in _CLASS.findall(plain))


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)


def _split(text: str, separator: str) -> list[str]:
    """Split at `separator`, but not inside brackets, parentheses or strings."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"""\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\[\](),;]""", text):
        mark = match.group()
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth -= 1
        elif mark == separator and depth == 0:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def _without_unused_names(css: str, also: str) -> str:
    before = None
    while before != css:
        before = css
        used = set(_USED_VARIABLE.findall(css + also))
        css = _without_declarations(css, used)
    return _without_key_frames(css, also)


def _without_declarations(css: str, used: set[str]) -> str:
    return "".join(_with_used_declarations(rule, used) for rule in rules(css))


def _with_used_declarations(rule: Rule, used: set[str]) -> str:
    if rule.body is None:
        return f"{rule.prelude};"
    if rule.prelude.startswith(_NESTING):
        inner = _without_declarations(rule.body, used)
        return f"{rule.prelude}{{{inner}}}" if inner else ""
    if rule.prelude.startswith("@"):
        return f"{rule.prelude}{{{rule.body}}}"
    kept = [one for one in _split(rule.body, ";") if not one.startswith("--") or one.partition(":")[0].strip() in used]
    return f"{rule.prelude}{{{';'.join(kept)}}}" if kept else ""


def _without_key_frames(css: str, also: str) -> str:
    elsewhere = "".join(
        rule.prelude + (rule.body or "") for rule in rules(css) if not rule.prelude.startswith("@keyframes")
    )
    return "".join(
        f"{rule.prelude}{{{rule.body}}}" if rule.body is not None else f"{rule.prelude};"
        for rule in rules(css)
        if not rule.prelude.startswith("@keyframes") or rule.prelude.split()[-1] in elsewhere + also
    )
