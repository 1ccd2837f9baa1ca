"""The routes of the portal with an example of each, and browsers of every role."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.house.company import Company
from tests.house.examples import examples
from tests.house.who import ASKED_WITH, ROLES


def rules_of(company: Company, method: str) -> list[Rule]:
    """Routes of a method, in a steady order; those that end a session or close something last."""
    rules = [
        rule
        for rule in company.app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint != "static"
    ]
    return sorted(
        rules, key=lambda rule: (rule.rule.endswith(("/logout", "/delete", "/end", "/deactivation")), rule.rule)
    )


def address_of(company: Company, rule: Rule) -> str:
    """The address of the example of a route."""
    known = examples(company)
    feature = rule.endpoint.partition(".")[0]
    values = {**known.get(feature, {}), **known.get(rule.endpoint, {})}
    address = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)
    query = ASKED_WITH.get(rule.endpoint, "").format(
        department=company.values["department_id"],
        assignment=company.values["assignment_id"],
        path=company.values["path_id"],
        change=company.values["change"],
    )
    return f"{address}?{query}" if query else address


def arriving(company: Company, role: str) -> FlaskClient:
    """A new browser of a role."""
    return company.client(getattr(company.cast, ROLES[role]) if ROLES[role] else None)
