"""Checks links: what leads outside must be an address, what leads within the portal is asked of whoever knows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from app.foundation.content.faults import Fault

WhyNot = Callable[[str], str]
"""Why an address within the portal leads nowhere, in words; empty where it does lead somewhere, or is none of theirs."""

_LINK = re.compile(r"(?<!!)\[(?P<label>[^\]\n]*)\]\((?P<target>[^()\n]*)\)")
_AUTOLINK = re.compile(r"<(?P<target>(?:https?|mailto|ftp|file|javascript):[^<>\n]*)>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"`[^`\n]*`")
_CHOICE = re.compile(r"^\s*[-*+]\s*\[[^\]]*\]\(\s*#[^()]*\)\s*$")
_HOST = re.compile(r"^([\w-]+(\.[\w-]+)*)$")
_MAIL = re.compile(r"^[^@\s,;<>]+@[a-z0-9-]+(\.[a-z0-9-]+)+$", re.IGNORECASE)


def link_faults_in(name: str, text: str, within: WhyNot) -> Iterator[Fault]:
    """Faults of the links of one Markdown file; `within` judges the addresses of the portal."""
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
            why = _why_not(link["target"].strip(), within)
            if why:
                yield Fault(
                    name, number, link.start() + 1, f"The link “{link['target'].strip()}” leads nowhere: {why}."
                )


def _why_not(target: str, within: WhyNot) -> str:
    target = re.sub(r"\s+(\"[^\"]*\"|'[^']*')$", "", target).strip("<>")
    scheme = re.match(r"^([a-zA-Z][a-zA-Z0-9+.-]*):", target)
    if target.startswith("term:"):
        return ""  # `terms` knows the words
    if scheme and not re.search(r"\s", target):
        return _why_not_outside(scheme[1].lower(), target)
    if target.startswith("/") and not re.search(r"^//|\s", target):
        return within(target)
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
