"""Tags: which there are, and which ideas carry them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.feedback.models import Idea, IdeaTag, Tag
from app.foundation.db import db
from app.foundation.paging import Page
from app.foundation.search import contains

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag as pages show it."""

    id: int
    name: str
    name_en: str

    def title(self, language: str) -> str:
        """Name in a language; the Chinese one where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags that may be chosen, and those of each idea that was asked about."""

    living: tuple[Tagged, ...] = ()
    by_idea: Mapping[int, Sequence[Tagged]] = field(default_factory=dict)

    def of(self, idea_id: int) -> Sequence[Tagged]:
        """The tags of one idea."""
        return self.by_idea.get(idea_id, ())


def tags_with(ideas: Collection[int] = ()) -> Tags:
    """Every living tag, and those of some ideas, in one statement; a merged tag is shown as the one it lives on in."""
    living: dict[int, Tagged] = {}
    by_idea: dict[int, dict[int, Tagged]] = {}
    found: list[Any] = list(db.session.execute(_carried(), {"ideas": list(ideas)}))
    for tag_id, name, name_en, idea_id in found:
        tag = living.setdefault(tag_id, Tagged(tag_id, name, name_en))
        if idea_id is not None:
            by_idea.setdefault(idea_id, {})[tag_id] = tag
    return Tags(_by_name(living), {idea_id: _by_name(tags) for idea_id, tags in by_idea.items()})


@cache  # put together once: every page with ideas asks it
def _carried() -> sa.Select[*tuple[Any, ...]]:
    """Every living tag with each of the ideas `ideas` that carries it."""
    target = aliased(Tag, name="target")
    shown = (sa.func.coalesce(target.id, Tag.id), sa.func.coalesce(target.name, Tag.name))
    asked = IdeaTag.idea_id.in_(sa.bindparam("ideas", expanding=True, type_=sa.Integer))
    return (
        sa.select(*shown, sa.func.coalesce(target.name_en, Tag.name_en), IdeaTag.idea_id)
        .select_from(Tag)
        .outerjoin(target, target.id == Tag.merged_into_id)
        .outerjoin(IdeaTag, sa.and_(IdeaTag.tag_id == Tag.id, asked))
        .where(Tag.retired_at.is_(None), target.retired_at.is_(None))
    )


def _by_name(tags: Mapping[int, Tagged]) -> tuple[Tagged, ...]:
    return tuple(sorted(tags.values(), key=lambda tag: (tag.name, tag.id)))


def tagged_with(tag_id: int) -> sa.ColumnElement[bool]:
    """Ideas that carry a living tag, or one that was merged into it, as a condition."""
    living = aliased(Tag, name="living")
    group = sa.select(living.id).where(
        sa.or_(living.id == tag_id, living.merged_into_id == tag_id), living.retired_at.is_(None)
    )
    alive = sa.exists().where(Tag.id == tag_id, Tag.retired_at.is_(None))
    return sa.and_(Idea.id.in_(sa.select(IdeaTag.idea_id).where(IdeaTag.tag_id.in_(group))), alive)


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag among all tags: how many ideas carry it, and what it was merged into."""

    tag: Tag
    ideas: int
    target: Tag | None


def tag_list(*, q: str = "", number: int = 1) -> Page[TagRow]:
    """One page of all tags, the living ones first, with how many ideas each carries itself, in two statements."""
    target = aliased(Tag, name="target")
    ideas = sa.select(sa.func.count()).where(IdeaTag.tag_id == Tag.id).scalar_subquery()
    matching = contains(Tag.search_text, q)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Tag).where(matching)) or 0
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    living = sa.case((sa.and_(Tag.retired_at.is_(None), Tag.merged_into_id.is_(None)), 0), else_=1)
    rows = sa.select(Tag, ideas, target).outerjoin(target, target.id == Tag.merged_into_id).where(matching)
    page = rows.order_by(living, Tag.name, Tag.id).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    found: list[Any] = list(db.session.execute(page))
    return Page([TagRow(*row) for row in found], number, PAGE_SIZE, total)


def tag_numbered(number: int) -> Tag | None:
    """One tag."""
    return db.session.get(Tag, number)
