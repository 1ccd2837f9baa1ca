"""The entries at the top of every page, and the count of unread notices beside them."""

from functools import lru_cache

from flask import url_for
from flask_babel import gettext as _
from htmx_flask import request

from app.accounts import policies as accounts_policies
from app.accounts.models import Role
from app.accounts.policies import Holder
from app.foundation.i18n import language
from app.foundation.pages import NavigationItem
from app.foundation.security import Rule, person_here, signed_in
from app.hr import policies as hr_policies
from app.metrics import policies as metrics_policies
from app.notifications import policies as notifications_policies
from app.notifications import queries as notifications_queries


def unread_notices() -> int:
    """How many notices the signed-in person has not seen."""
    person = person_here()
    return notifications_queries.unseen_count(person) if person.is_authenticated else 0


def navigation() -> tuple[NavigationItem, ...]:
    """The entries that the signed-in person can use, the most used first."""
    person = person_here()
    if not person.is_authenticated:
        return ()
    return _items(person.roles, request.blueprint or "", request.endpoint or "", language())


@lru_cache(maxsize=2048)  # every page asks it; roles, place and language say all that differs
def _items(roles: frozenset[Role], blueprint: str, endpoint: str, _tongue: str) -> tuple[NavigationItem, ...]:
    who, here = Holder(roles), (blueprint, endpoint)
    return tuple(_item(*entry, here) for entry in _entries() if entry[4](who))


# Pages of a blueprint that have an entry of their own.
OWN_ENTRY = {"accounts.show_audit", "metrics.show_usage_imports"}


def _entries() -> list[tuple[str, str, str, str, Rule]]:
    """Blueprint, endpoint, words, icon, and who sees it."""
    return [
        ("home", "home.show", _("Home"), "home", signed_in),
        ("training", "training.show_shelf", _("Training"), "school", signed_in),
        ("knowledge", "knowledge.show_articles", _("Knowledge"), "books", signed_in),
        ("feedback", "feedback.show_ideas", _("Ideas"), "bulb", signed_in),
        ("changes", "changes.show_changes", _("Changes"), "git-pull-request", signed_in),
        ("ambassadors", "ambassadors.show_board", _("Superusers"), "users-group", signed_in),
        ("metrics", "metrics.show_dashboard", _("Metrics"), "chart-bar", metrics_policies.may_see_figures),
        (
            "metrics.show_usage_imports",
            "metrics.show_usage_imports",
            _("Usage of the tool"),
            "file-import",
            metrics_policies.may_bring_usage,
        ),
        (
            "notifications.show_receipts",
            "notifications.show_receipts",
            _("Receipts"),
            "mail-check",
            notifications_policies.may_see_receipts,
        ),
        ("hr", "hr.show_records", _("HR records"), "file-certificate", hr_policies.may_see_records),
        ("accounts", "accounts.show_people", _("People"), "address-book", accounts_policies.may_see_people),
        ("accounts.show_audit", "accounts.show_audit", _("Audit trail"), "history", accounts_policies.may_see_audit),
    ]


def _item(name: str, endpoint: str, label: str, icon: str, _rule: Rule, here: tuple[str, str]) -> NavigationItem:
    return NavigationItem(
        label=label, href=url_for(endpoint), icon=icon, current=name in here and here[1] not in OWN_ENTRY - {name}
    )
