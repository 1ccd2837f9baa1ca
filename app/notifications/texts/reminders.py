"""Words of reminders."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.i18n import local_date
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words, named


def training_due(data: Data) -> Words:
    """One's own open paths."""
    items = data["items"]
    late = sum(item["due_on"] < data["day"] for item in items)
    if late:
        title = ngettext("%(num)s training of yours is overdue", "%(num)s trainings of yours are overdue", late)
    else:
        title = ngettext("%(num)s training of yours is due soon", "%(num)s trainings of yours are due soon", len(items))
    lines = [_due_line(named(item, "title"), item, data["day"]) for item in items]
    return Words(title, "\n".join(lines), address_of("training.show_shelf"), icon="clock")


def action_item_due(data: Data) -> Words:
    """One's own open action items."""
    items = data["items"]
    late = sum(item["due_on"] < data["day"] for item in items)
    if late:
        title = ngettext("%(num)s action item of yours is overdue", "%(num)s action items of yours are overdue", late)
    else:
        title = ngettext(
            "%(num)s action item of yours is due soon", "%(num)s action items of yours are due soon", len(items)
        )
    lines = [_due_line(item["text"], item, data["day"]) for item in items]
    return Words(title, "\n".join(lines), _actions(items), icon="checklist")


def _actions(items: list[Data]) -> str:
    """The page of the only one, else the list of one's own."""
    if len(items) == 1:
        return address_of("ambassadors.show_action", action_id=items[0]["item"])
    return address_of("ambassadors.show_actions")


def _due_line(name: str, item: Data, day: str) -> str:
    due = local_date(date.fromisoformat(item["due_on"]))
    if item["due_on"] < day:
        return str(_("“%(name)s” was due on %(day)s", name=name, day=due))
    return str(_("“%(name)s” is due on %(day)s", name=name, day=due))


def team_overdue(data: Data) -> Words:
    """Long overdue in the team."""
    count = data["count"]
    title = ngettext(
        "%(num)s training in your team is overdue by a week",
        "%(num)s trainings in your team are overdue by a week",
        count,
    )
    return Words(title, _late_lines(data), address_of("training.show_team", show="overdue"), icon="clock-exclamation")


def company_overdue(data: Data) -> Words:
    """Long overdue in the company."""
    count = data["count"]
    title = ngettext(
        "%(num)s training in the company is overdue by 30 days",
        "%(num)s trainings in the company are overdue by 30 days",
        count,
    )
    return Words(title, _late_lines(data), address_of("hr.show_records", status="overdue"), icon="clock-exclamation")


def _late_lines(data: Data) -> str:
    lines = [
        _(
            "%(name)s (%(number)s): “%(path)s”, due on %(day)s",
            name=item["name"],
            number=item["employee_no"],
            path=named(item, "title"),
            day=local_date(date.fromisoformat(item["due_on"])),
        )
        for item in data["items"]
    ]
    more = data["count"] - len(data["items"])
    if more:
        lines.append(ngettext("and %(num)s more", "and %(num)s more", more))
    return "\n".join(lines)
