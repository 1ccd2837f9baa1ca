"""People of the company who stand where a test wants them, put there without a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import sqlalchemy as sa

from app.accounts.events import PersonAdded
from app.accounts.models import Person, PersonTier, Tier
from app.accounts.queries import person_by_login
from app.ambassadors.actions import appointments
from app.ambassadors.models import AppointmentKind
from app.demo.huaxin.learning import do_in_the_tool, judge, learn
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.events import publish
from app.training.queries.published import current
from tests.journeys.product import Product
from tests.journeys.visitor import DOMAIN, PASSWORD, Visitor

PATHS = {"EU": Tier.end_user, "AD": Tier.administrator, "MG": Tier.management}
SOME_TIME = timedelta(days=90)
_numbers = count(1)


class Colleague:
    """Somebody of the department that Zhao Min serves who has a path to learn, with the first so many modules of it done.

    With `led_by`, of that manager's department and team.
    """

    def __init__(self, product: Product, *, code: str = "EU", done: int = 0, led_by: str = "") -> None:
        self._inside, self.code, self._led_by = product.inside(), code, led_by
        self.number = f"0043{next(_numbers):02}"
        self.login = f"col{self.number}@{DOMAIN}"
        with self._inside.app_context(), transaction(), clock.fixed_at(clock.now() - SOME_TIME):
            self.id = self._join()
        self._learn(done)

    def _join(self) -> int:
        zhao = _known("zhao")
        person = Person(department_id=zhao.department_id, manager_id=zhao.manager_id, created_at=clock.now())
        if self._led_by:
            lead = _known(self._led_by)
            person.department_id, person.manager_id = lead.department_id, lead.id
        person.job_title, person.hired_on, person.password_hash = "同事", clock.today(), zhao.password_hash
        person.identify(employee_no=self.number, name=f"同事 {self.number}", email=self.login)
        person.tier_rows = [PersonTier(tier=PATHS[self.code])]
        db.session.add(person)
        db.session.flush()
        publish(PersonAdded(person.id))
        return person.id

    def _learn(self, modules: int) -> None:
        with self._inside.app_context():
            published, person = current(self.code), db.session.get_one(Person, self.id)
            assert published is not None
            begins, pace = clock.now() - SOME_TIME, timedelta(hours=1)
            learn(person, published, begins=begins, modules=modules, pace=pace, reviewer_id=_known("zhao").id)

    def hands_in(self, module: str, item: str, *, days_ago: int = 0, returned: str = "") -> None:
        """Do a task at work; `returned` is the word with which it comes back, its first criterion not met."""
        with self._inside.app_context(), transaction(), clock.fixed_at(clock.now() - timedelta(days=days_ago)):
            task = do_in_the_tool(self.id, self.code, module, item, "做完了，在任务 WB-12 下面。")
            assert task is not None
            if returned:
                judge(task, _known("zhao").id, failed=0, comment=returned)

    def is_nominated(self, reason: str) -> None:
        """The PMO asks them to serve as superuser; their manager is asked for a word."""
        with self._inside.app_context(), transaction():
            appointments.nominate(
                kind=AppointmentKind.superuser,
                person_id=self.id,
                unit_id=db.session.get_one(Person, self.id).department_id,
                starts_on=clock.today(),
                ends_on=None,
                reason=reason,
                by=_known("pmo").id,
            )

    def comes(self, visitor: Visitor, language: str = "zh") -> Visitor:
        """Sign in and stand on the own home, nothing counted yet."""
        visitor.sign_in(self.login, PASSWORD)
        visitor.speak(language)
        visitor.open("/")
        return visitor


def names_of(product: Product, how_many: int, wanted: Callable[[Person], bool] = lambda _person: True) -> list[str]:
    """Names that only one person of the company has."""
    with product.inside().app_context():
        people = [one for one in db.session.scalars(sa.select(Person).order_by(Person.id)) if wanted(one)]
        names = [one.name for one in people]
        return [name for name in names if names.count(name) == 1][:how_many]


def _known(who: str) -> Person:
    person = person_by_login(f"{who}@{DOMAIN}")
    assert person is not None
    return person
