"""Files of past completions that were brought, and what came out of each."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from app.accounts.models import Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import (
    Assignment,
    Certificate,
    Completion,
    HistoryImport,
    ImportedRow,
    ImportState,
    TrainingPath,
)


def history_imports(*, q: str = "", number: int = 1) -> Page[HistoryImport]:
    """A page of the files that were brought, the last one first; `q` is part of a file's name."""
    rows = sa.select(HistoryImport).options(joinedload(HistoryImport.uploaded_by), defer(HistoryImport.content))
    if q:
        rows = rows.where(contains(HistoryImport.search_text, q))
    return page_of(rows.order_by(HistoryImport.id.desc()), number=number)


def history_import(import_id: int) -> HistoryImport | None:
    """A file that was brought, with who brought it."""
    rows = sa.select(HistoryImport).where(HistoryImport.id == import_id)
    return db.session.scalar(rows.options(joinedload(HistoryImport.uploaded_by)))


def same_file(digest: str) -> HistoryImport | None:
    """The last file taken over that was the same, byte for byte."""
    rows = sa.select(HistoryImport).where(HistoryImport.digest == digest, HistoryImport.state == ImportState.imported)
    return db.session.scalar(rows.order_by(HistoryImport.id.desc()).limit(1))


def completions_of(import_id: int, *, number: int = 1) -> Page[Any]:
    """A page of what an import added, by row of the file: the row's number, completion, person, path and certificate.

    The person is the account whose completion it is now.
    """
    first = sa.and_(Certificate.completion_id == Completion.id, Certificate.reissues_id.is_(None))
    rows: Any = (
        sa.select(ImportedRow.row_number, Completion, Person, TrainingPath, Certificate)
        .select_from(ImportedRow)
        .join(Completion, Completion.id == ImportedRow.completion_id)
        .join(Assignment, Assignment.id == Completion.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Completion.path_id)
        .outerjoin(Certificate, first)
        .where(ImportedRow.import_id == import_id)
    )
    return page_of(rows.order_by(ImportedRow.row_number), number=number, scalars=False)
