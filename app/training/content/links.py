"""Checks links: what they lead to within training must be there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from app.foundation.content.faults import Fault
from app.foundation.content.links import link_faults_in
from app.training.content.objects import Path
from app.training.content.supplements import CARDS, TOOLS, Supplements

_OWN = re.compile(
    r"^/training/(?P<what>paths|cards|tools)(/(?P<name>[^/?#]+)(/modules/(?P<module>[^/?#]+))?)?/?([?#].*)?$"
)


def link_faults(
    found: Mapping[str, Mapping[str, str]], paths: list[tuple[str, Path]], supplements: Supplements
) -> list[Fault]:
    """Faults of the links in the files of these paths (by folder) and in the cards beside them."""
    shelf = Shelf({path.code: {one.id for one in path.modules} for _folder, path in paths}, supplements)
    files = [(f"{folder}/{name}", text) for folder, texts in found.items() for name, text in texts.items()]
    beside = [(f"../{CARDS}/{name}", text) for texts in supplements.card_files.values() for name, text in texts.items()]
    return [
        fault
        for name, text in files + beside
        if name.endswith(".md")
        for fault in link_faults_in(name, text, shelf.why_not)
    ]


class Shelf:
    """What a link within training may lead to."""

    def __init__(self, modules: Mapping[str, Collection[str]], supplements: Supplements) -> None:
        self.modules = {code.casefold(): names for code, names in modules.items()}
        self.codes = list(modules)
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
