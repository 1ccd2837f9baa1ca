"""People who join the company through its own pages."""

from __future__ import annotations

import re
from itertools import count

from tests.journeys.conftest import Arrive
from tests.journeys.counter import Counter
from tests.journeys.product import Product, words_of
from tests.journeys.visitor import DOMAIN, Visitor

NEW_PASSWORD = "读书 and learn 9"
_numbers = count(1)


def join(
    product: Product, arrive: Arrive, *, script: bool, language: str = "en", size: str = "desktop"
) -> tuple[Visitor, str]:
    """IT adds a person and sends the invitation; the person opens the mail, chooses a password and is in.

    Gives the newcomer's browser and their login.
    """
    number = f"0042{next(_numbers):02}"
    login = f"new{number}@{DOMAIN}"
    add_person(arrive(script=script).enter("guo"), number, login)
    link = re.search(r"https?://\S+/invitations/\S+", words_of(product.post.wait_for(login, about="/invitations/")))
    assert link
    newcomer = arrive(script=script, language=language, size=size)
    newcomer.open(link[0].removeprefix(product.address))
    newcomer.page.fill('[name="new"]', NEW_PASSWORD)
    newcomer.page.fill('[name="again"]', NEW_PASSWORD)
    newcomer.page.locator('main form button[type="submit"]').click()
    newcomer.page.wait_for_url(lambda url: "/invitations/" not in url)
    newcomer.speak(language)
    newcomer.open("/")
    newcomer.counter = Counter()
    return newcomer, login


def add_person(guo: Visitor, number: str, login: str) -> None:
    """Add an end user of the department that Zhao Min serves and send the invitation."""
    guo.open("/people/")
    guo.click('main a[href="/people/new"]')
    guo.fill('[name="employee_no"]', number)
    guo.fill('[name="name"]', f"新员工 {number}")
    guo.fill('[name="email"]', login)
    department = guo.page.locator('[name="department_id"] option', has_text=re.compile("结构开发组|Structures"))
    guo.choose('[name="department_id"]', str(department.first.get_attribute("value")))
    guo.page.check('[name="tiers"][value="end_user"]')
    guo.submit("/people/")
    guo.page.wait_for_url(re.compile(r"/people/\d+$"))
    guo.page.locator('form[action$="/invitation"] button').click()
    guo.page.wait_for_load_state()
