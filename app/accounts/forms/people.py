"""The form of a person, and the one of a person's roles."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    DateField,
    Field,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.actions.people import PersonData
from app.accounts.models import EMPLOYEE_NO, LONGEST, MAIL_ADDRESS, Person, ProjectGroup, Role, Tier
from app.accounts.queries import Node, person_by_login, role_name, tier_name
from app.foundation.forms import Form
from app.foundation.i18n import language

TOO_LONG = _l("That is too long.")


class ManyChoices(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(Form):
    """A person as HR and the IT operator write it."""

    version = HiddenField(default="0")
    employee_no = StringField(
        _l("Employee number"),
        [
            DataRequired(_l("Enter the employee number.")),
            Length(max=LONGEST["employee_no"], message=TOO_LONG),
            Regexp(EMPLOYEE_NO, message=_l("An employee number has no @ and no line breaks.")),
        ],
        description=_l("Exactly as on the badge; leading zeros count."),
    )
    name = StringField(
        _l("Name"),
        [DataRequired(lazy_pgettext("person", "Enter the name.")), Length(max=LONGEST["name"], message=TOO_LONG)],
    )
    email = StringField(
        _l("E-mail"),
        [
            Optional(),
            Length(max=LONGEST["email"], message=TOO_LONG),
            Regexp(
                MAIL_ADDRESS,
                message=_l("This is not a mail address, such as lin@example.com."),
            ),
        ],
        description=_l("Needed for invitations, notices and a forgotten password."),
    )
    department_id = SelectField(_l("Department"), coerce=int)
    job_title = StringField(_l("Job title"), [Length(max=LONGEST["job_title"], message=TOO_LONG)])
    manager = StringField(
        _l("Manager"),
        [Length(max=254, message=TOO_LONG)],
        description=_l("Employee number or e-mail; type a name to get suggestions."),
    )
    project_group_ids = ManyChoices(_l("Project groups"), coerce=int)
    tiers = ManyChoices(_l("Tiers"), coerce=Tier, description=_l("Say which training paths a person is assigned to."))
    hired_on = DateField(_l("Hired on"), [Optional()])
    leave_from = DateField(_l("On leave from"), [Optional()])
    leave_to = DateField(
        _l("On leave until"), [Optional()], description=_l("The last day of leave; empty while it is not known.")
    )
    last_day = DateField(
        lazy_pgettext("employment", "Last day"),
        [Optional()],
        description=_l("The last day of work; nobody signs in after it."),
    )
    language = SelectField(_l("Language"))
    zone = StringField(
        _l("Time zone"),
        [Length(max=60, message=TOO_LONG)],
        description=_l("Such as Europe/Berlin; empty for the company's own."),
    )

    manager_id: int | None = None

    def offer(self, departments: Sequence[Node], groups: Sequence[ProjectGroup]) -> None:
        """Fill the lists to choose from, in the reader's language; the tree is shown by indenting."""
        self.department_id.choices = [
            (node.department.id, "\u3000" * node.depth + node.title(language())) for node in departments
        ]
        self.project_group_ids.choices = [(group.id, group.title(language())) for group in groups]
        self.tiers.choices = [(tier.value, tier_name(tier)) for tier in Tier]
        self.language.choices = [("", _("As the browser asks")), ("zh", "中文"), ("en", "English")]

    def validate_manager(self, field: Field) -> None:
        """The text names one person."""
        if not field.data:
            return
        manager = person_by_login(field.data)
        if manager is None:
            raise ValidationError(_("Nobody has this employee number or e-mail."))
        self.manager_id = manager.id

    def validate_leave_to(self, field: Field) -> None:
        """Leave ends after it begins."""
        if field.data and self.leave_from.data is None:
            raise ValidationError(_("Say also when the leave begins."))
        if field.data and field.data < self.leave_from.data:
            raise ValidationError(_("The leave would end before it begins."))

    def validate_last_day(self, field: Field) -> None:
        """Nobody leaves before being hired."""
        if field.data and self.hired_on.data and field.data < self.hired_on.data:
            raise ValidationError(_("The last day would lie before the day of hiring."))

    def validate_zone(self, field: Field) -> None:
        """The zone exists."""
        if not field.data:
            return
        try:
            ZoneInfo(field.data)
        except (KeyError, ValueError, OSError) as error:
            raise ValidationError(_("There is no such time zone.")) from error

    def person_data(self) -> PersonData:
        """What was entered, as the action takes it."""
        days: dict[str, Any] = {name: self[name].data for name in ("hired_on", "leave_from", "leave_to", "last_day")}
        return PersonData(
            employee_no=self.employee_no.data,
            name=self.name.data,
            email=self.email.data or None,
            department_id=self.department_id.data,
            project_group_ids=frozenset(self.project_group_ids.data or ()),
            job_title=self.job_title.data or "",
            manager_id=self.manager_id,
            **days,
            language=self.language.data or None,
            zone=self.zone.data or None,
            tiers=frozenset(self.tiers.data or ()),
        )


def values_of(person: Person) -> dict[str, Any]:
    """A person as the form shows it."""
    plain = (
        "employee_no",
        "name",
        "email",
        "department_id",
        "job_title",
        "hired_on",
        "leave_from",
        "leave_to",
        "last_day",
    )
    return {
        **{name: getattr(person, name) for name in plain},
        "version": str(person.version),
        "manager": person.manager.employee_no if person.manager else "",
        "project_group_ids": [row.project_group_id for row in person.memberships],
        "tiers": sorted(person.tiers),
        "language": person.language or "",
        "zone": person.zone or "",
    }


def shown(field: Field) -> str:
    """What a field holds, in words: labels of what was chosen, otherwise the text."""
    if isinstance(field, SelectMultipleField):
        return ", ".join(label for value, label, *_ in field.iter_choices() if value in (field.data or ()))
    if isinstance(field, SelectField):
        return next((str(label).strip() for value, label, *_ in field.iter_choices() if value == field.data), "")
    return str(field.data or "")


class RolesForm(Form):
    """Roles and tiers of one person; `seen` says what the editor was shown."""

    seen = HiddenField()
    roles = ManyChoices(
        _l("Roles"), coerce=Role, description=_l("Everyone learns and shares ideas; these come on top.")
    )
    tiers = ManyChoices(_l("Tiers"), coerce=Tier, description=_l("Say which training paths a person is assigned to."))

    def offer(self) -> None:
        """Fill the lists to choose from."""
        self.roles.choices = [(role.value, role_name(role)) for role in Role]
        self.tiers.choices = [(tier.value, tier_name(tier)) for tier in Tier]


class DeactivationForm(Form):
    """Why an account is closed; kept in the audit trail."""

    reason = TextAreaField(
        _l("Reason"),
        [Length(max=500, message=TOO_LONG)],
        description=_l("Kept in the audit trail; nobody else is told."),
    )
