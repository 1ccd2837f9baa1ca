"""The log of exports, and what a filter may offer."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Department, Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.hr.models import Export
from app.training.models import TrainingPath


def export_log(*, number: int = 1, query: str = "") -> Page[Export]:
    """All exports, newest first, with who took them; `query` is looked for in that person's name and number."""
    rows = sa.select(Export).options(joinedload(Export.by)).order_by(Export.id.desc())
    if query:
        rows = rows.join(Person, Person.id == Export.by_id).where(contains(Person.search_text, query))
    return page_of(rows, number=number)


def finished_export(number: int) -> Export | None:
    """One export whose last byte was made, with who took it."""
    rows = sa.select(Export).where(Export.id == number, Export.finished_at.is_not(None))
    return db.session.scalar(rows.options(joinedload(Export.by)))


def department_choices(language: str) -> list[tuple[str, str]]:
    """Code and name of every department."""
    return [
        (d.code, f"{d.code} {d.title(language)}")
        for d in db.session.scalars(sa.select(Department).order_by(Department.code))
    ]


def path_choices(language: str) -> list[tuple[str, str]]:
    """Code and title of every path."""
    paths = db.session.scalars(sa.select(TrainingPath).order_by(TrainingPath.code))
    return [(p.code, f"{p.code} {p.title(language)}") for p in paths]
