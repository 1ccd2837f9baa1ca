"""How people, browsers and their words are written in templates."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.accounts import policies
from app.accounts.models import Department, Person, PersonState, ProjectGroup, Role, Tier
from app.accounts.queries import (
    act_name,
    address_help,
    address_name,
    field_name,
    kind_name,
    role_name,
    state_name,
    tier_name,
    value_name,
)
from app.accounts.queries.audit_names import Names, thing_named
from app.accounts.queries.my_data import Section
from app.accounts.views import blueprint
from app.foundation.i18n import language, local_date, local_time

# The first that is found names the program or the system; the order matters, since browsers claim to be each other.
PROGRAMS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

for _filter in (act_name, address_help, address_name, field_name, kind_name, role_name, state_name, tier_name):
    blueprint.add_app_template_filter(_filter)
for _rule in (
    policies.may_answer_corrections,
    policies.may_erase,
    policies.may_keep_calendar,
    policies.may_manage_people,
    policies.may_see_people,
    policies.may_see_person,
):
    blueprint.add_app_template_global(_rule)

NOTHING: Names = {}
DAY = re.compile(r"\d{4}-\d\d-\d\d($|[T ])")
DAY_LONG = len("2026-01-31")
TONES = {PersonState.active: "success", PersonState.on_leave: "info", PersonState.left: "neutral"}


@blueprint.app_template_filter()
def titled(thing: Department | ProjectGroup) -> str:
    """Name of a department or a project group in the reader's language."""
    return thing.title(language())


@blueprint.app_template_filter()
def listed(words: Iterable[str]) -> str:
    """Words one after the other in their order, as the reader's language divides them; a dash for none."""
    return ("、" if language() == "zh" else ", ").join(words) or "—"


@blueprint.app_template_filter()
def audit_value(value: object, kind: str = "", name: str = "", names: Names = NOTHING) -> str:
    """A value of the audit trail in one line; a dash for nothing. What kind of thing it is of, and which field, names codes.

    `names` are those of what stands there by its id.
    """
    if isinstance(value, list):
        return listed(thing_named(name, one, names, listed=True) or audit_value(one, kind, name) for one in value)
    if isinstance(value, dict):
        return listed(
            f"{field_name(inner, kind)} {audit_value(one, kind, inner, names)}" for inner, one in value.items()
        )
    if named := thing_named(name, value, names):
        return named
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "—" if value in (None, "") else value_name(str(value), kind, name) or _named(str(value))


@blueprint.app_template_filter()
def kept_value(value: object, section: Section, name: str) -> str:
    """A value of a section of “My data” in the reader's language; a dash for nothing."""
    if value is not None and name in section.words:
        return section.words[name](value)
    if isinstance(value, datetime):
        return local_time(value, "short")
    if isinstance(value, bool):
        return str(_("it is so") if value else _("it is not so"))
    return local_date(value) if isinstance(value, date) else audit_value(value)


def _named(value: str) -> str:
    """Roles and tiers by their names, days and moments as the reader's language writes them, everything else as it is."""
    if value in set(Role):
        return role_name(Role(value))
    return tier_name(Tier(value)) if value in set(Tier) else _dated(value)


def _dated(value: str) -> str:
    if not DAY.match(value):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) == DAY_LONG:
        return local_date(at.date())
    return local_time(at.astimezone(UTC), "short") if at.tzinfo else value


@blueprint.app_template_filter()
def browser_name(user_agent: str) -> str:
    """A browser in two words, such as "Chrome, Windows", from what it says about itself."""
    known = [_first(PROGRAMS, user_agent), _first(SYSTEMS, user_agent)]
    return ", ".join(word for word in known if word) or str(_("Another browser"))


@blueprint.app_template_global()
def state_pill(person: Person, day: date) -> Markup:
    """The state of a person on a day, or that the account is closed."""
    ui: Any = current_app.jinja_env.globals["ui"]
    if person.erased_at is not None:
        return Markup(ui.pill(_("Erased"), "neutral", icon="user-off"))  # noqa: S704 (made by the house's own macro)
    if person.deactivated_at is not None:
        return Markup(ui.pill(_("Account closed"), "danger", icon="lock"))  # noqa: S704 (made by the house's own macro)
    state = person.state_on(day)
    return Markup(ui.pill(state_name(state), TONES[state]))  # noqa: S704 (the same)


@blueprint.app_template_global()
def person_link(person: Person | None, may_open: bool) -> Markup | str:  # noqa: FBT001 (reads well in a template)
    """A person's name, as a link for those who may open the page; a dash for nobody."""
    if person is None:
        return "—"
    if not may_open:
        return escape(person.name)
    return Markup('<a href="{}">{}</a>').format(url_for("accounts.show_person", person_id=person.id), person.name)


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((shown for sought, shown in words if sought in text), "")
