"""Forms about interviews, practices and sharing sessions."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.accounts.models import Department, Person, ProjectGroup
from app.accounts.queries import Node
from app.ambassadors.actions.practices import WORDS
from app.ambassadors.models import TEXTS, Practice
from app.ambassadors.texts import LEVELS
from app.feedback.labels import AREAS, area_label
from app.foundation import clock
from app.foundation.forms import Form
from app.foundation.minute_codes import could_be_code, typed_digits

LATEST = timedelta(days=31)
"""How long after a talk it is still written down."""
NOTHING = 0


def _token() -> HiddenField:
    return HiddenField(filters=[lambda value: (value or "")[:64] or None])


def _https(_form: Form, field: Any) -> None:
    """Addresses begin with https:// and name a host; nothing else is made a link of."""
    parts = urlsplit(field.data or "")
    if field.data and (parts.scheme != "https" or not parts.hostname or not field.data.isprintable()):
        raise ValidationError(_("Enter a whole address that begins with https://"))


def _address(label: Any, description: Any = "") -> StringField:
    return StringField(label, [Length(max=500), _https], description=description)


class InterviewForm(Form):
    """A talk, who it was with as far as they agree, and what was heard."""

    held_on = DateField(_l("Day of the talk"), [InputRequired(_l("Enter the day."))])
    level = RadioField(_l("Level"), validators=[InputRequired(_l("Choose a level."))])
    consent = BooleanField(
        _l("The person agrees to be named, here and on ideas that come of it"),
        description=_l("Without this tick no name is stored, and nobody can look it up later."),
    )
    person = StringField(
        _l("Colleague"),
        [Length(max=100)],
        description=_l("Name or employee number, when they have an account."),
    )
    guest_name = StringField(
        _l("Name, when they have no account"),
        [Length(max=100)],
        description=_l("For example a supplier or a temporary worker."),
    )
    role = StringField(
        _l("Role or task"),
        [Length(max=100)],
        description=_l("What they do, in words that do not give away who they are."),
    )
    department = SelectField(_l("Department"), coerce=int, default=NOTHING)
    project_group = SelectField(_l("Project group"), coerce=int, default=NOTHING)
    finding_1 = TextAreaField(
        _l("What you heard"),
        [DataRequired(_l("Write down at least one thing that you heard.")), Length(max=2000)],
        description=_l("One thing in each field, as it was said. Each can become an idea or a problem."),
    )
    finding_2 = TextAreaField(_l("Also"), [Length(max=2000)])
    finding_3 = TextAreaField(_l("Also"), [Length(max=2000)])
    finding_4 = TextAreaField(_l("Also"), [Length(max=2000)])
    token = _token()

    def offer(self, departments: Iterable[Node], groups: Iterable[ProjectGroup], told: str) -> None:
        """Set what one may choose, in a language."""
        self.level.choices = [(level.value, str(label)) for level, label in LEVELS.items()]
        self.department.choices = _departments(departments, told)
        self.project_group.choices = _groups(groups, told)

    @property
    def heard(self) -> list[str]:
        """The findings that were filled in."""
        fields = (self.finding_1, self.finding_2, self.finding_3, self.finding_4)
        return [field.data for field in fields if field.data]

    def validate_held_on(self, field: Any) -> None:
        """Talks of the last month; nobody writes down what has not been said yet."""
        if field.data is None:
            return  # what was typed is no day, which is said already
        if field.data > clock.today():
            raise ValidationError(_("That day has not come yet."))
        if field.data < clock.today() - LATEST:
            raise ValidationError(_("That is more than a month ago: too long to remember well."))

    def validate_consent(self, field: Any) -> None:
        """A name needs the consent of whoever bears it."""
        if (self.person.data or self.guest_name.data) and not field.data:
            raise ValidationError(_("Without consent no name is stored: tick this, or take the name out."))

    def validate_guest_name(self, field: Any) -> None:
        """One talk is with one person."""
        if field.data and self.person.data:
            raise ValidationError(_("Enter a colleague or somebody without an account, not both."))


class FindingForm(Form):
    """One more thing that was heard."""

    text = TextAreaField(
        _l("One more thing you heard"), [DataRequired(_l("Please write something here.")), Length(max=2000)]
    )


class ReasonForm(Form):
    """Why something is taken back, retired or cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why.")), Length(min=3, max=500, message=_l("Between 3 and 500 characters."))],
    )


class PracticeForm(Form):
    """A story in one language or in both."""

    title_zh = StringField(_l("Title in Chinese"), [Length(max=120)])
    situation_zh = TextAreaField(_l("The situation, in Chinese"), [Length(max=4000)])
    action_zh = TextAreaField(_l("What we do, in Chinese"), [Length(max=4000)])
    result_zh = TextAreaField(_l("What came of it, in Chinese"), [Length(max=4000)])
    title_en = StringField(_l("Title in English"), [Length(max=120)])
    situation_en = TextAreaField(_l("The situation, in English"), [Length(max=4000)])
    action_en = TextAreaField(_l("What we do, in English"), [Length(max=4000)])
    result_en = TextAreaField(_l("What came of it, in English"), [Length(max=4000)])
    area = SelectField(_l("About"), [Optional()], default="")
    tool = StringField(
        _l("Tool"), [Length(max=60)], description=_l("The software it is done with; empty when any will do.")
    )
    project_group = SelectField(
        _l("Project group"),
        coerce=int,
        default=NOTHING,
        description=_l("When a project group works that way rather than your department."),
    )
    token = _token()
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer(self, groups: Iterable[ProjectGroup], told: str) -> None:
        """Set what one may choose, in a language."""
        self.area.choices = [("", _("Not sure")), *((area, area_label(area)) for area in AREAS)]
        self.project_group.choices = _groups(groups, told)

    def fill(self, practice: Practice) -> None:
        """Show a practice as it is."""
        for name in WORDS:
            self[name].data = getattr(practice, name)
        self.project_group.data = practice.project_group_id or NOTHING
        self.version.data = practice.version

    @property
    def words(self) -> dict[str, str]:
        """The words as they were typed."""
        return {name: self[name].data or "" for name in WORDS}

    def validate(self, extra_validators: Any = None) -> bool:
        """Every language that was begun is told whole; at least one is."""
        valid = bool(super().validate(extra_validators))
        begun = [told for told in ("zh", "en") if any(self[f"{part}_{told}"].data for part in TEXTS)]
        for told in begun or ["zh"]:
            for part in TEXTS:
                field = self[f"{part}_{told}"]
                if not field.data:
                    field.errors = [
                        *field.errors,
                        _("Fill this in: a story is told whole, in one language or in both."),
                    ]
                    valid = False
        return valid


class ReuseForm(Form):
    """Which team works that way too, and how it went."""

    unit = SelectField(lazy_pgettext("office", "For"), [InputRequired(_l("Choose a team."))])
    words = TextAreaField(
        _l("How it works for you"),
        [
            DataRequired(_l("One sentence is enough.")),
            Length(min=3, max=500, message=_l("Between 3 and 500 characters.")),
        ],
    )

    def offer(self, departments: Iterable[Department], groups: Iterable[ProjectGroup], told: str) -> None:
        """Set the teams that the reader speaks for."""
        self.unit.choices = [
            *((f"department-{unit.id}", unit.title(told)) for unit in departments),
            *((f"project_group-{unit.id}", unit.title(told)) for unit in groups),
        ]


class SessionForm(Form):
    """What is shown, when and where; the time is the company's."""

    title = StringField(_l("Title"), [DataRequired(_l("Give it a title.")), Length(max=120)])
    about = TextAreaField(_l("What it is about"), [Length(max=2000)])
    starts_at = DateTimeLocalField(
        _l("Begins at"), [InputRequired(_l("Enter day and time."))], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )
    host = StringField(
        _l("Host"),
        [DataRequired(_l("Enter who hosts it.")), Length(max=100)],
        description=_l("Name or employee number."),
    )
    place = StringField(_l("Place"), [Length(max=100)], description=_l("Room or hall"))
    link = _address(_l("Link for those who join from elsewhere"), _l("Begins with https://"))
    practices = SelectMultipleField(
        _l("Practices shown"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    token = _token()
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer(self, practices: Iterable[Practice], told: str) -> None:
        """Set the practices one may show."""
        self.practices.choices = [(practice.id, practice.title(told)) for practice in practices]

    def validate_place(self, field: Any) -> None:
        """People must know where to go."""
        if not field.data and not self.link.data:
            raise ValidationError(_("Enter a place or a link."))


class RecordsForm(Form):
    """Where the recording and the notes are."""

    recording_url = _address(_l("Recording"), _l("Begins with https://"))
    notes_url = _address(_l("Notes of the session"), _l("Begins with https://"))


class AttendancesForm(Form):
    """Names or employee numbers of those whom the host saw, one a line."""

    names = TextAreaField(
        _l("Who was there, one a line"),
        [DataRequired(_l("Enter at least one name or employee number.")), Length(max=5000)],
        description=_l("Employee number, or name, or both. A name that several people have needs its number."),
    )


class SessionCodeForm(Form):
    """The six digits on the wall."""

    code = StringField(
        _l("Code on the wall"), [DataRequired(_l("Enter the six digits on the wall."))], filters=[typed_digits]
    )

    def validate_code(self, field: Any) -> None:
        """Six digits, however they were typed."""
        if not could_be_code(field.data):
            raise ValidationError(_("The code has six digits."))


def _departments(departments: Iterable[Node], told: str) -> list[tuple[int, str]]:
    return [(NOTHING, "–"), *((node.department.id, "　" * node.depth + node.title(told)) for node in departments)]


def _groups(groups: Iterable[ProjectGroup], told: str) -> list[tuple[int, str]]:
    return [(NOTHING, "–"), *((group.id, group.title(told)) for group in groups)]


def name_line(person: Person) -> str:
    """How somebody is written into a field so that it is read again as the same person."""
    return f"{person.employee_no} {person.name}"
