"""Checks links: what they lead to within training must be there, what leads outside must be an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from app.training.content.faults import Fault
from app.training.content.objects import Path
from app.training.content.supplements import CARDS, TOOLS, Supplements

_LINK = re.compile(r"(?<!!)\[(?P<label>[^\]\n]*)\]\((?P<target>[^()\n]*)\)")
_AUTOLINK = re.compile(r"<(?P<target>(?:https?|mailto|ftp|file|javascript):[^<>\n]*)>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"`[^`\n]*`")
_CHOICE = re.compile(r"^\s*[-*+]\s*\[[^\]]*\]\(\s*#[^()]*\)\s*$")
_HOST = re.compile(r"^([\w-]+(\.[\w-]+)*)$")
_MAIL = re.compile(r"^[^@\s,;<>]+@[a-z0-9-]+(\.[a-z0-9-]+)+$", re.IGNORECASE)
_OWN = re.compile(
    r"^/training/(?P<what>paths|cards|tools)(/(?P<name>[^/?#]+)(/modules/(?P<module>[^/?#]+))?)?/?([?#].*)?$"
)


def link_faults(
    found: Mapping[str, Mapping[str, str]], paths: list[tuple[str, Path]], supplements: Supplements
) -> list[Fault]:
    """Faults of the links in the files of these paths (by folder) and in the cards beside them."""
    shelf = _Shelf(paths, supplements)
    files = [(f"{folder}/{name}", text) for folder, texts in found.items() for name, text in texts.items()]
    beside = [(f"../{CARDS}/{name}", text) for texts in supplements.card_files.values() for name, text in texts.items()]
    return [fault for name, text in files + beside if name.endswith(".md") for fault in _file_faults(name, text, shelf)]


class _Shelf:
    """What a link within training may lead to."""

    def __init__(self, paths: list[tuple[str, Path]], supplements: Supplements) -> None:
        self.modules = {path.code.casefold(): {one.id for one in path.modules} for _folder, path in paths}
        self.codes = [path.code for _folder, path in paths]
        self.cards = {card.id for card in supplements.cards}
        self.tools = {tool.name for tool in supplements.tools}

    def why_not(self, target: str) -> str:
        """Why an address within the portal leads nowhere; empty where it does not, or is none of training."""
        own = _OWN.match(target)
        name, module = (own["name"], own["module"]) if own else (None, None)
        if own is None or name is None:
            return ""
        if own["what"] == CARDS:
            return "" if name in self.cards else f"there is no card “{name}”; {_one_of(self.cards)}"
        if own["what"] == TOOLS:
            return "" if name in self.tools else f"there is no tool “{name}”; {_one_of(self.tools)}"
        if name.casefold() not in self.modules:
            return f"there is no path “{name}”; {_one_of(self.codes)}"
        known = self.modules[name.casefold()]
        return "" if module is None or module in known else f"the path has no module “{module}”; {_one_of(known)}"


def _one_of(names: Iterable[str]) -> str:
    told = ", ".join(sorted(names))
    return f"use one of {told}" if told else "take the link away"


def _file_faults(name: str, text: str, shelf: _Shelf) -> Iterator[Fault]:
    fenced = ""
    for number, line in enumerate(text.splitlines(), start=1):
        fence = _FENCE.match(line)
        if fence and (not fenced or fence[1].startswith(fenced)):
            fenced = "" if fenced else fence[1]
            continue
        if fenced or _CHOICE.match(line):
            continue
        shown = _CODE.sub(lambda code: " " * len(code[0]), line)
        for link in (*_LINK.finditer(shown), *_AUTOLINK.finditer(shown)):
            why = _why_not(link["target"].strip(), shelf)
            if why:
                yield Fault(
                    name, number, link.start() + 1, f"The link “{link['target'].strip()}” leads nowhere: {why}."
                )


def _why_not(target: str, shelf: _Shelf) -> str:
    target = re.sub(r"\s+(\"[^\"]*\"|'[^']*')$", "", target).strip("<>")
    scheme = re.match(r"^([a-zA-Z][a-zA-Z0-9+.-]*):", target)
    if target.startswith("term:"):
        return ""  # `term_check` knows the words
    if scheme and not re.search(r"\s", target):
        return _why_not_outside(scheme[1].lower(), target)
    if target.startswith("/") and not re.search(r"^//|\s", target):
        return shelf.why_not(target)
    return next(why for pattern, why in _ODD if re.search(pattern, target))


_ODD = (
    (r"^$", "it is empty; write where it leads, or take the link away"),
    (r"\s", "an address has no blanks; write %20 for each"),
    (r"^//", "say how to get there; begin with https://"),
    (r"^#", "headings cannot be linked to, only a choice of a .branch leads to its scenes; name the heading in words"),
    (r"", "write the whole address, https://…, or a page of the portal such as /training/paths/EU/modules/eu-01"),
)


def _why_not_outside(scheme: str, target: str) -> str:
    if scheme == "mailto":
        address = target.partition(":")[2].partition("?")[0]
        return "" if _MAIL.match(address) else "that is no mail address; write mailto:name@example.com"
    if scheme not in ("http", "https"):
        return f"“{scheme}:” is not shown; use https://, http:// or mailto:"
    try:
        parts = urlsplit(target)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "that is no address; copy it from the browser"
    if not target.lower().startswith(f"{scheme}://") or not _is_host(host):
        return f"that is no address; write {scheme}://, then the name of the site, such as {scheme}://example.com"
    return ""


def _is_host(host: str) -> bool:
    """A name of a site or of a computer within the company, or the number of one."""
    return bool(_HOST.match(host)) or (":" in host and bool(re.fullmatch("[0-9a-f:.]+", host)))
