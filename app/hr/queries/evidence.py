"""Whether somebody was trained before a day, on which version, and every row of the ledger behind the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.accounts.models import Person, identity_key
from app.accounts.queries.past import Identity, account_at, identities_at, merges_around
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import TrainingPath
from app.training.queries.evidence import LedgerRow, RowKind, ledger_rows
from app.training.queries.owning import assignments_at
from app.training.queries.published import latest_of

COMPLETIONS = (RowKind.completed, RowKind.corrected)


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a person was trained on a path, or a module of it, before a day, as far as it was known at the end of another."""

    person_id: int
    path_id: int
    path_code: str
    module_id: str
    before: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows behind an answer, who is named in them, and the row that says yes; without one it is no.

    `accounts` are the accounts that were one person then, the asked one's account first.
    """

    question: Question
    accounts: list[Identity]
    rows: list[LedgerRow]
    people: dict[int, Identity]
    proof: LedgerRow | None
    certificate: LedgerRow | None

    @property
    def trained(self) -> bool:
        """Whether the answer is yes."""
        return self.proof is not None

    @property
    def had_expired(self) -> bool:
        """Whether the certificate of the answer was valid no more on the day that was asked about."""
        ends = self.certificate.expires_on if self.certificate else None
        return ends is not None and ends < self.question.before

    def counts(self, row: LedgerRow) -> bool:
        """Whether a row is of the time that was asked about."""
        return row.happened_on < self.question.before

    def who(self, person_id: int | None) -> Identity | None:
        """Somebody who is named in a row."""
        return self.people.get(person_id) if person_id else None


def people_called(words: str, *, number: int = 1) -> Page[Person]:
    """Whose employee number it is, whatever its width and case; else all whose name, number or mail contains the words."""
    exact = sa.select(Person).where(Person.employee_no_key == identity_key(words))
    found = db.session.scalar(exact)
    if found is not None:
        return Page(rows=[found], number=1, size=1, total=1)
    return page_of(
        sa.select(Person).where(contains(Person.search_text, words)).order_by(Person.employee_no_key), number=number
    )


def paths_taught() -> list[TrainingPath]:
    """Every path that ever was, offered or retired, by code."""
    return list(db.session.scalars(sa.select(TrainingPath).order_by(TrainingPath.code)))


def module_titles(path_id: int, rows: Sequence[LedgerRow], language: str) -> dict[str, str]:
    """Modules taught now, by their titles, and those that stand on record though nothing teaches them any more, by their ids."""
    published = latest_of([path_id]).get(path_id)
    taught = {module.id: module.text(language).title for module in published.path.modules} if published else {}
    return taught | {row.module_id: row.module_id for row in rows if row.module_id and row.module_id not in taught}


def answer_to(question: Question) -> Answer:
    """The answer, from what was known at the end of the day that the question names; seven statements."""
    end = clock.end_of(question.as_of)
    merges = merges_around(question.person_id)
    owner, assignments = assignments_at(question.person_id, question.path_id, merges, end)
    rows = ledger_rows(assignments, owner, end)
    joined = {side for one in merges for side in (one.from_id, one.into_id) if account_at(side, merges, end) == owner}
    accounts = [owner, *sorted(joined - {owner})]
    people = identities_at({*accounts, *_named(rows)}, end)
    proof = _proof(rows, question)
    certificate = _certificate_of(rows, proof) if proof else None
    return Answer(question, [people[one] for one in accounts], rows, people, proof, certificate)


def _named(rows: Sequence[LedgerRow]) -> Iterator[int]:
    for row in rows:
        yield row.person_id
        if row.observer_id:
            yield row.observer_id


def _proof(rows: Sequence[LedgerRow], question: Question) -> LedgerRow | None:
    """The last completion before the day; of a module also that of the whole path, where the module has no row itself."""
    current = {row.assignment_id: row for row in sorted(rows, key=lambda row: row.id) if row.kind in COMPLETIONS}
    whole = [row for row in current.values() if row.happened_on < question.before]
    modules = [
        row
        for row in rows
        if row.kind is RowKind.module and row.module_id == question.module_id and row.happened_on < question.before
    ]
    return max(modules or whole, key=_when, default=None)


def _when(row: LedgerRow) -> tuple[date, datetime, int]:
    return row.happened_on, row.happened_at or clock.start_of(row.happened_on), row.id


def _certificate_of(rows: Sequence[LedgerRow], proof: LedgerRow) -> LedgerRow | None:
    if proof.kind is RowKind.module:
        return None
    own = [row for row in rows if row.kind is RowKind.certificate and row.assignment_id == proof.assignment_id]
    return max(own, key=lambda row: row.id, default=None)
