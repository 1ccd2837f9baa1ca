"""The words of an idea: brought into one form, and whether a change of them changes what is asked for."""

from dataclasses import asdict, dataclass
from typing import Any

from app.feedback.models import Idea, IdeaKind
from app.foundation.search import folded, likeness
from app.foundation.words import normalised, title_of

SAME_WISH = 0.6
"""Below this likeness of the whole text nobody is believed to have mended only the wording."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, field by field."""

    text: str
    title: str = ""
    kind: IdeaKind = IdeaKind.idea
    area: str = ""
    steps: str = ""
    proposal: str = ""
    workaround: str = ""

    def tidy(self) -> dict[str, Any]:
        """The values of the columns: one form of every character, a title in any case, and the text that search reads."""
        told = {
            name: normalised(value) for name, value in asdict(self).items() if name not in ("kind", "area", "title")
        }
        title = " ".join(normalised(self.title).split()) or title_of(told["text"])
        return {**told, "title": title, "kind": self.kind, "area": self.area}


def search_text_of(words: dict[str, Any], voice: str = "") -> str:
    """Everything of an idea that is found by its words."""
    return folded(words["title"], words["text"], words["steps"], words["proposal"], words["workaround"], voice)


def words_of(idea: Idea) -> dict[str, Any]:
    """The words as they stand."""
    return {name: getattr(idea, name) for name in ("text", "title", "kind", "area", "steps", "proposal", "workaround")}


def is_material(before: dict[str, Any], after: dict[str, Any], *, wording_only: bool) -> bool:
    """Whether voters would have to read it again: unless the author says that only the wording is better, and it looks so."""
    if before["kind"] != after["kind"] or not wording_only:
        return True
    return likeness(_plain(before), _plain(after)) < SAME_WISH


def _plain(words: dict[str, Any]) -> str:
    return " ".join(str(words[name]) for name in ("title", "text", "steps", "proposal"))
