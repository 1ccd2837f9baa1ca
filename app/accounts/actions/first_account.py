"""The first account of an installation, from which all others are made."""

import sqlalchemy as sa

from app.accounts.actions.links import issue_link
from app.accounts.actions.people import PersonData, add_person
from app.accounts.actions.roles import set_roles
from app.accounts.models import Department, LinkPurpose, Role, Tier
from app.foundation.db import db


def add_administrator(*, employee_no: str, name: str, email: str) -> str:
    """Add an IT operator, in the department at the top; returns the invitation link, which is mailed to nobody.

    Raises EmployeeNumberTaken, EmailTaken, and ValueError (a sentence) for values that the form would refuse as well.
    """
    if "@" in employee_no or not employee_no.strip() or not name.strip():
        raise ValueError("An employee number and a name are needed; a number has no @.")
    if "@" not in email.strip("@") or email.split() != [email]:
        raise ValueError(f"{email} is not a mail address.")
    tiers = frozenset({Tier.administrator})
    data = PersonData(employee_no=employee_no, name=name.strip(), email=email, department_id=_top().id, tiers=tiers)
    person = add_person(data=data, by=None)
    set_roles(person_id=person.id, roles={Role.it_operator}, by=None)
    return issue_link(person_id=person.id, purpose=LinkPurpose.invitation)


def _top() -> Department:
    """The first department at the top of the tree; made when there is none."""
    top = db.session.scalar(
        sa.select(Department).where(Department.parent_id.is_(None)).order_by(Department.code).limit(1)
    )
    if top is None:
        top = Department(code="HQ", name="总部", name_en="Head office", parent_id=None)
        db.session.add(top)
        db.session.flush()
    return top
