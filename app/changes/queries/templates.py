"""Templates of standard changes."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.changes.models import ChangeTemplate
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

CURRENT = (ChangeTemplate.replaced_at.is_(None), ChangeTemplate.retired_at.is_(None))


def template_list(*, q: str, number: int) -> Page[ChangeTemplate]:
    """The newest version of each template: those in use first, retired ones last."""
    wanted = sa.select(ChangeTemplate).where(
        ChangeTemplate.replaced_at.is_(None), contains(ChangeTemplate.search_text, q)
    )
    wanted = wanted.options(joinedload(ChangeTemplate.approved_by).options(load_only(Person.name)))
    ordered = wanted.order_by(ChangeTemplate.retired_at.is_not(None), ChangeTemplate.title, ChangeTemplate.id)
    found: Page[ChangeTemplate] = page_of(ordered, number=number, size=20)
    return found


def serving_templates() -> list[ChangeTemplate]:
    """Templates that a change may follow today, by title."""
    today = clock.today()
    wanted = sa.select(ChangeTemplate).where(
        *CURRENT, ChangeTemplate.approved_on <= today, ChangeTemplate.expires_on >= today
    )
    return list(db.session.scalars(wanted.order_by(ChangeTemplate.title, ChangeTemplate.id)))


def current_template(template_id: int) -> ChangeTemplate | None:
    """The newest version of a template that is not retired."""
    return db.session.scalar(sa.select(ChangeTemplate).where(ChangeTemplate.id == template_id, *CURRENT))
