"""Every figure of the registry for the company, each department and each path, as of a day, as the organisation was on it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.models import Department
from app.foundation.audit import AuditEntry
from app.foundation.db import db
from app.metrics.formulas.marks import Extra, Facts
from app.metrics.formulas.months import Counted, kept_of
from app.metrics.formulas.rows import Company
from app.metrics.models import ScoreWeights
from app.metrics.queries.company import company_as_of
from app.metrics.queries.definition_facts import extra_facts, part_of
from app.metrics.texts import DEFINITIONS, Definition
from app.training.models import TrainingPath


class Place(NamedTuple):
    """Which metric, and of what: of a department, of a path, or of the company."""

    code: str
    department_id: int | None = None
    path_id: int | None = None

    @property
    def is_of_company(self) -> bool:
        """Whether it is the figure of the whole company over all paths."""
        return self.department_id is None and self.path_id is None


Figures = dict[Place, Counted]


@dataclass(frozen=True, slots=True)
class Everything:
    """What figures are counted from, so that counting itself asks the database nothing."""

    company: Company
    extra: Extra
    departments: Mapping[str, int]  # code -> id
    paths: Mapping[str, int]
    organisation: str
    weights_id: int | None
    audit_id: int


def measured(codes: Collection[str] | None = None) -> list[Definition]:
    """Metrics that are measured, all or those named."""
    return [each for each in DEFINITIONS.values() if each.count is not None and (codes is None or each.code in codes)]


def everything_as_of(day: date, definitions: Iterable[Definition]) -> Everything:
    """The facts of some metrics as of a day, with the departments of that day."""
    chosen = list(definitions)
    audit_id = db.session.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0  # first: what comes later is checked again
    company = company_as_of(day, {need for each in chosen for need in each.needs}, organised_on=day)
    departments = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
    weights = sa.select(ScoreWeights.id).where(ScoreWeights.valid_from <= company.as_of.first)
    return Everything(
        company=company,
        extra=extra_facts(company.as_of, {want for each in chosen for want in each.wants}, company.parents),
        departments=departments,
        paths=dict(db.session.execute(sa.select(TrainingPath.code, TrainingPath.id)).all()),
        organisation=_hash_of(company),
        weights_id=db.session.scalar(weights.order_by(ScoreWeights.valid_from.desc(), ScoreWeights.id.desc()).limit(1)),
        audit_id=audit_id,
    )


def _hash_of(company: Company) -> str:
    """A hash of who is in which department, and of how departments hang together."""
    people = sorted((person.id, person.department) for person in company.people)
    tree = sorted((code, above or "") for code, above in company.parents.items())
    return sha256(repr((people, tree)).encode()).hexdigest()


def figures_of(everything: Everything, definitions: Iterable[Definition]) -> Figures:
    """What is to be kept of each metric, of company, departments and paths; nothing is asked of the database."""
    chosen = list(definitions)
    below = [each for each in chosen if "company" not in each.dimensions]
    by_path = [each for each in chosen if "path" in each.dimensions]
    found = _kept(_facts(everything), chosen, None, None)
    for code, number in everything.departments.items():
        found |= _kept(_facts(everything, department=code), below, number, None)
    for code, number in everything.paths.items():
        found |= _kept(_facts(everything, path=code), by_path, None, number)
    return found


def _kept(facts: Facts, definitions: Iterable[Definition], department_id: int | None, path_id: int | None) -> Figures:
    counted = {Place(each.code, department_id, path_id): kept_of(each.of(facts)) for each in definitions}
    return {place: figure for place, figure in counted.items() if not figure.is_nothing}


def _facts(everything: Everything, *, department: str = "", path: str | None = None) -> Facts:
    company = everything.company
    branch = company.branch(department) if department else frozenset(company.departments)
    part = part_of(company, branch, path) if department or path else company
    return Facts(
        company=part, whole=company, departments=branch, extra=everything.extra, single=department, path=path or ""
    )
