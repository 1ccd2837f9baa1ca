"""A draft as the files that an author puts into the content folder."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML

from app.knowledge.models import ArticleDraft

REVIEW_EVERY = 6
LANGUAGES = ("zh", "en")


def file_name(draft: ArticleDraft, language: str) -> str:
    """What a file of it is called."""
    return f"{draft.article}.{language}.md"


def file_text(draft: ArticleDraft, language: str) -> str:
    """One language as Markdown with front matter; what is missing stays empty, and `content check` says so."""
    words = re.split(r"\s*[,，、;；]\s*", getattr(draft, f"words_{language}").strip())
    front: dict[str, Any] = {
        "id": draft.article,
        "title": getattr(draft, f"title_{language}"),
        "topic": draft.topic,
        "words": [word for word in words if word],
        "owner": draft.owner,
        "review_every": REVIEW_EVERY,
        "version": 1,
        "see": [],
    }
    return f"---\n{_yaml(front)}---\n{getattr(draft, f'body_{language}').strip()}\n"


def _yaml(front: dict[str, Any]) -> str:
    """The front matter in the order in which people write it, lists in one line."""
    yaml = YAML()
    yaml.width = 10_000
    written = yaml.map()
    for key, value in front.items():
        written[key] = yaml.seq(value) if isinstance(value, list) else value
        if isinstance(value, list):
            written[key].fa.set_flow_style()
    out = io.StringIO()
    yaml.dump(written, out)
    return out.getvalue()
