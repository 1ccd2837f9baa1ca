"""What a feed of releases holds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.changes.models import Release, ReleaseIdea
from app.feedback.models import Idea
from app.feedback.queries.visibility import visible_to
from app.foundation.db import db

MOST = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A release and the ideas behind it that the reader may see."""

    release: Release
    ideas: Sequence[Any]


def release_feed(reader: Person) -> list[FeedEntry]:
    """The last fifty releases, the newest first, in two statements; one whose ideas are all kept from the reader is left out."""
    newest = sa.select(Release).order_by(Release.published_at.desc(), Release.id.desc()).limit(MOST)
    releases = list(db.session.scalars(newest))
    behind = sa.select(ReleaseIdea.release_id, Idea.id, Idea.title, visible_to(reader).label("shown"))
    rows = behind.join(Idea, Idea.id == ReleaseIdea.idea_id).where(ReleaseIdea.release_id.in_([r.id for r in releases]))
    ideas: dict[int, list[Any]] = defaultdict(list)
    found: list[Any] = list(db.session.execute(rows.order_by(Idea.id)))
    for row in found:
        ideas[row.release_id].append(row)
    entries = [FeedEntry(release, [row for row in ideas[release.id] if row.shown]) for release in releases]
    return [entry for entry in entries if entry.ideas or not ideas[entry.release.id]]
