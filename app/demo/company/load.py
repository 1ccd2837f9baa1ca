"""Write a company file into an empty database; the caller holds the one transaction."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.accounts.models import Department, Person, ProjectGroup
from app.demo.company import feedback, figures, offices, training
from app.demo.company.file import CompanyFile
from app.demo.company.names import Names
from app.feedback.models import Idea
from app.foundation import audit, clock
from app.foundation.db import db
from app.training.models import TrainingPath


class NotEmpty(Exception):
    """There is a company already; a second one is never mixed into it."""


def require_empty() -> None:
    """Raises NotEmpty unless nobody and nothing is there yet."""
    for table in (Department, Person, TrainingPath, Idea):
        if db.session.scalar(sa.select(table.id).limit(1)) is not None:
            raise NotEmpty(
                f"This database has {table.__tablename__} already; a company is loaded into an empty one only."
            )


def load_company(company: CompanyFile) -> dict[str, int]:
    """Write everything of a checked file; returns how many of each were loaded. Raises NotEmpty."""
    require_empty()
    departments = _load_departments(company)
    names = Names(
        zone=ZoneInfo(company.zone),
        departments=departments,
        people=_load_people(company, departments),
        paths=training.load_paths(company),
        groups=_load_groups(company),
    )
    training.load_assignments(company, names)
    offices.load_offices(company, names)
    feedback.load_ideas(company, names)
    figures.load_figures(company, names)
    db.session.flush()
    counts = {name: len(value) for name, value in company if isinstance(value, list)}
    audit.record(act="company:loaded", subject=("company", company.zone), actor_id=None, after=counts)
    return counts


def _load_departments(company: CompanyFile) -> dict[str, int]:
    rows = {entry.code: Department(code=entry.code, name=entry.name) for entry in company.departments}
    db.session.add_all(rows.values())
    db.session.flush()
    for entry in company.departments:
        if entry.parent:
            rows[entry.code].parent_id = rows[entry.parent].id
    return {code: row.id for code, row in rows.items()}


def _load_people(company: CompanyFile, departments: dict[str, int]) -> dict[str, Person]:
    rows = {}
    for entry in company.people:
        person = Person(
            department_id=departments[entry.department],
            created_at=clock.now(),
            last_day=entry.last_day,
            leave_from=entry.leave_from,
            role_rows=[],
            tier_rows=[],
            memberships=[],
        )
        person.identify(employee_no=entry.employee_no, name=entry.name, email=None)
        rows[entry.employee_no] = person
    db.session.add_all(rows.values())
    db.session.flush()
    return rows


def _load_groups(company: CompanyFile) -> dict[str, int]:
    rows = [
        ProjectGroup(code=entry.code, name=entry.name, active_to=entry.active_to) for entry in company.project_groups
    ]
    db.session.add_all(rows)
    db.session.flush()
    return {row.code: row.id for row in rows}
