"""Publishing what stands beside the paths, and saying which tool the company rolls out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath

from app.foundation import audit, clock
from app.foundation.db import db
from app.training.content.supplements import Supplements, read_supplements
from app.training.models import Supplement, SupplementKind, ToolChoice
from app.training.queries.supplements import NEUTRAL, chosen_tool, content_hash, published_hashes


def publish_supplements(content: FilePath) -> Supplements:
    """Publish the tools and cards of a content folder that have changed; what has faults keeps its last good version.

    Doing it twice is doing it once. The faults are in what it gives back.
    """
    found = read_supplements(content)
    _publish(SupplementKind.tool, found.tool_files)
    _publish(SupplementKind.card, found.card_files)
    return found


def choose_tool(*, tool: str, by_id: int) -> bool:
    """Say which tool the company rolls out; `NEUTRAL` is none. False where it was that one already."""
    before = chosen_tool()
    if before == tool:
        return False
    db.session.add(ToolChoice(tool=tool, chosen_at=clock.now(), chosen_by_id=by_id))
    audit.record(
        act="tool:chosen", subject=("tool", None), actor_id=by_id, before={"tool": before}, after={"tool": tool}
    )
    return True


def _publish(kind: SupplementKind, files: Mapping[str, dict[str, str]]) -> None:
    served = published_hashes(kind)
    for name, texts in files.items():
        if served.get(name) != content_hash(texts):
            row = Supplement(
                kind=kind, name=name, files=texts, content_hash=content_hash(texts), published_at=clock.now()
            )
            db.session.add(row)
    db.session.flush()


__all__ = ["NEUTRAL", "choose_tool", "publish_supplements"]
