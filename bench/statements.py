"""SQL statements of every page, as everyone who may open it, and the same with ten times the data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine

from app.accounts.models import Department, Person, ProjectGroup
from app.ambassadors.models import Appointment
from app.foundation.db import db
from app.training.models import Assignment, Certificate
from app.training.queries.published import current
from bench.bars import Bar
from bench.browser import cookie_of, portal_on
from bench.company import LARGE, SMALL, TINY, company, copied
from bench.pages import idea_with_most

LIMIT = 12
ACCOUNTS = ("lin", "zhou", "chen", "he", "guo", "pmo")


class Counter:
    """Counts statements of the whole process while it is on."""

    def __init__(self) -> None:
        self.count = 0
        sa.event.listen(Engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.count += not statement.startswith("BEGIN")


def statements(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """Every page at two sizes: its number of statements, and whether it grows."""
    sizes = (TINY, SMALL) if quick else (SMALL, LARGE)
    counter = Counter()
    few, many = (_counts(copied(company(*size), folder / f"statements-{size[0]}"), counter) for size in sizes)
    page, most = max(many.items(), key=lambda pair: pair[1])
    yield Bar(
        "SQL statements of a page",
        most,
        LIMIT,
        note=f"the most of {len(many)} pages, as any of {len(ACCOUNTS)} accounts: {page}",
    )
    over = sorted(page for page, count in many.items() if count > LIMIT)
    growing = sorted(f"{page} {few[page]}→{count}" for page, count in many.items() if page in few and count > few[page])
    yield Bar("pages with more statements than that", len(over), 0, note=", ".join(over[:5]))
    yield Bar(
        "pages with more statements on more data",
        len(growing),
        0,
        note=f"{sizes[0][0]:,} → {sizes[1][0]:,} people; {', '.join(growing[:5])}",
    )


def _counts(place: Path, counter: Counter) -> dict[str, int]:
    """The most statements that each page needed for anyone, when what a process keeps is there and when it is not."""
    portal = portal_on(place)
    found: dict[str, int] = {}
    values = _values(portal)
    for mail in ACCOUNTS:
        cookie = cookie_of(portal, mail)
        for rule in portal.url_map.iter_rules():
            address = _address(portal, rule, values) if "GET" in (rule.methods or ()) else None
            if address is None:
                continue
            for _again in range(2):
                count = _count(portal, address, cookie, counter)
                if count is not None:
                    found[rule.rule] = max(found.get(rule.rule, 0), count)
    return found


def _count(portal: Flask, address: str, cookie: str, counter: Counter) -> int | None:
    before = counter.count
    answer = portal.test_client(use_cookies=False).get(address, headers={"Cookie": cookie})
    answer.close()
    is_page = answer.status_code == 200 and answer.mimetype == "text/html"
    return counter.count - before if is_page else None


def _address(portal: Flask, rule: Any, values: dict[str, Any]) -> str | None:
    if not rule.arguments <= values.keys() or rule.endpoint == "static":
        return None
    chosen = {name: values[name] for name in rule.arguments}
    if rule.endpoint.startswith("metrics."):
        chosen |= {"name": "overdue"} if "name" in rule.arguments else {}
    elif rule.endpoint.startswith("training.show_certificate"):
        chosen = {"number": values["certificate"]}
    elif rule.endpoint == "ambassadors.show_appointment":
        chosen = {"number": values["appointment"]}
    with portal.test_request_context():
        return str(rule.build(chosen)[1])


def _values(portal: Flask) -> dict[str, Any]:
    """Something to put into each place of an address."""
    with portal.app_context():
        published = current("EU")
        module = published.path.modules[0] if published else None
        first = {
            name: db.session.scalar(sa.select(sa.func.min(table.id)))
            for name, table in (
                ("person_id", Person),
                ("department_id", Department),
                ("group_id", ProjectGroup),
                ("assignment_id", Assignment),
                ("appointment", Appointment),
            )
        }
        number = db.session.scalar(sa.select(Certificate.number).limit(1))
    drills = module.drills if module else ()
    return {
        **first,
        "certificate": number,
        "code": "EU",
        "module_id": module.id if module else "",
        "item_id": drills[0].id if drills else "",
        "number": idea_with_most(portal),
        "name": "completion",
    }
