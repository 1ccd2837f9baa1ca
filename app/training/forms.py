"""Forms of training, and the reading of answers, whose fields are made by content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import ProjectGroup, Role, Tier
from app.accounts.queries import Node, role_name
from app.foundation import clock
from app.foundation.forms import Form
from app.training.content import ordering
from app.training.models import DueKind, RolloutWave, TrainingPath, WaveKind
from app.training.queries.criteria import Criteria, Terms
from app.training.texts import DUE_KINDS, TIER_NAMES, WAVE_KINDS

T = TypeVar("T")
_NAME = re.compile(r"[fmoqs][1-9][0-9]{0,2}")
_RANK = re.compile(r"([oq][1-9][0-9]{0,2})-([1-9][0-9]?)")
_MOVE = re.compile(r"([oq][1-9][0-9]{0,2})-([1-9][0-9]?)-(up|down)")
_SHEET = {"csrf_token", "token", "stage", "step", "at"}
LONGEST_NAME = 20
MOST_VALUES = 100
LONGEST = 5_000


def posted_answers(posted: MultiDict[str, str]) -> dict[str, list[str]]:
    """The answers among posted fields: lists of texts by input name, bounded in number and length.

    Ranks of things to put in order come one by one (`o1-3`) and become one list; a button that moves one of them
    (`move`) is carried out.
    """
    answers = {
        name: [value[:LONGEST] for value in values[:MOST_VALUES]]
        for name, values in posted.lists()
        if _NAME.fullmatch(name)
    }
    return _moved(answers | _ranks(posted), posted.get("move", ""))


def posted_operation(posted: MultiDict[str, str]) -> dict[str, str]:
    """What is to be done in a mini-world: all posted fields but those of the sheet; the world itself judges them."""
    return {
        name: value[:LONGEST].replace("\r\n", "\n")
        for name, value in list(posted.items())[:MOST_VALUES]
        if name not in _SHEET and len(name) <= LONGEST_NAME
    }


def moved_button(posted: MultiDict[str, str]) -> str:
    """The button that moved something, `o1-3-up`, or an empty string."""
    name = posted.get("move", "")
    return name if _MOVE.fullmatch(name) else ""


def _ranks(posted: MultiDict[str, str]) -> dict[str, list[str]]:
    found: dict[str, dict[int, str]] = {}
    for name, value in posted.items():
        if part := _RANK.fullmatch(name):
            found.setdefault(part[1], {})[int(part[2])] = value[:LONGEST]
    return {name: [typed.get(place, "") for place in range(1, max(typed) + 1)] for name, typed in found.items()}


def _moved(answers: dict[str, list[str]], button: str) -> dict[str, list[str]]:
    told = _MOVE.fullmatch(button)
    if not told or told[1] not in answers:
        return answers
    typed = answers[told[1]]
    steps = -1 if told[3] == "up" else 1
    return answers | {told[1]: ordering.moved(typed, len(typed), int(told[2]) - 1, steps)}


class AssignmentForm(Form):
    """Assign a path to a person by hand."""

    path_id = SelectField(_l("Path"), [InputRequired(_l("Choose a path."))], coerce=int)
    due_on = DateField(
        _l("Due on"), [Optional()], description=_l("The day counts until its end. Leave empty for no due date.")
    )
    mandatory = BooleanField(_l("Mandatory"), default=True)

    def offer(self, paths: list[TrainingPath], language: str) -> None:
        """Fill the list of paths."""
        self.path_id.choices = [SelectChoice(str(path.id), path.title(language)) for path in paths]

    def validate_due_on(self, field: Any) -> None:
        """Nothing is due before today."""
        day: date | None = field.data
        if day is not None and day < clock.today():
            raise ValidationError(str(_l("Choose today or a later day.")))


class ReasonForm(Form):
    """Why something is taken back or waived."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why; the person reads it.")), Length(3, 500)],
        description=_l("One sentence is enough. The person reads it, and it stays on record."),
    )


def _maybe(kind: Callable[[str], T]) -> Callable[[str | None], T | None]:
    """A choice that may be left open: nothing chosen is None."""
    return lambda text: kind(text) if text not in (None, "", "None") else None


class RuleForm(Form):
    """Whom a rule asks to take which path, until when."""

    path_id = SelectField(_l("Path"), [InputRequired(_l("Choose a path."))], coerce=int)
    tier = SelectField(_l("Tier"), coerce=_maybe(Tier))
    role = SelectField(_l("Role"), coerce=_maybe(Role))
    department_id = SelectField(_l("Department"), coerce=_maybe(int), description=_l("With all departments below it."))
    project_group_id = SelectField(_l("Project group"), coerce=_maybe(int))
    hired_from = DateField(_l("Hired from"), [Optional()])
    hired_to = DateField(_l("Hired until"), [Optional()])
    wave_id = SelectField(_l("Roll-out wave"), coerce=_maybe(int))
    due_kind = SelectField(_l("Due"), coerce=DueKind, default=DueKind.assignment.value)
    due_days = IntegerField(
        _l("Days"),
        [Optional()],
        description=_l("Counted from what you chose above; before go-live with a minus, such as -7."),
        default=14,
    )
    due_on = DateField(_l("On this day"), [Optional()], description=_l("Only for a fixed day."))
    mandatory = BooleanField(_l("Mandatory"), default=True)

    def offer(
        self,
        paths: list[TrainingPath],
        departments: Sequence[Node],
        groups: Sequence[ProjectGroup],
        waves: Sequence[RolloutWave],
        language: str,
    ) -> None:
        """Fill the lists; of every criterion the first choice is to leave it open."""
        anyone = [("", str(_l("Not limited")))]
        self.path_id.choices = [SelectChoice(str(path.id), path.title(language)) for path in paths]
        self.tier.choices = [*anyone, *((tier.value, str(name)) for tier, name in TIER_NAMES.items())]
        self.role.choices = [*anyone, *((role.value, role_name(role)) for role in Role)]
        self.department_id.choices = [
            *anyone,
            *((str(node.department.id), "\u3000" * node.depth + node.title(language)) for node in departments),
        ]
        self.project_group_id.choices = [*anyone, *((str(group.id), group.title(language)) for group in groups)]
        self.wave_id.choices = [*anyone, *((str(wave.id), wave.title(language)) for wave in waves)]
        self.due_kind.choices = [(kind.value, str(name)) for kind, name in DUE_KINDS.items()]

    def validate_hired_to(self, field: Any) -> None:
        """The days are in order."""
        if field.data and self.hired_from.data and field.data < self.hired_from.data:
            raise ValidationError(str(_l("This day lies before the first one.")))

    def validate_wave_id(self, field: Any) -> None:
        """Days before or after go-live are counted from the day of a wave."""
        if self.due_kind.data is DueKind.go_live and field.data is None:
            raise ValidationError(str(_l("Choose the wave whose go-live day counts.")))

    def validate_due_days(self, field: Any) -> None:
        """A sensible number of days, where days are counted."""
        kind = self.due_kind.data
        if kind in (DueKind.never, DueKind.on_day, None):
            return
        least = -365 if kind is DueKind.go_live else 1
        if field.data is None or not least <= field.data <= 730:
            raise ValidationError(str(_l("Enter a number of days from %(least)s to 730.", least=least)))

    def validate_due_on(self, field: Any) -> None:
        """A fixed day is named, and still to come."""
        if self.due_kind.data is DueKind.on_day and (field.data is None or field.data < clock.today()):
            raise ValidationError(str(_l("Choose today or a later day.")))

    def criteria(self) -> Criteria:
        """Whom the rule means."""
        return Criteria(**{field.name: self[field.name].data for field in fields(Criteria)})

    def terms(self) -> Terms:
        """Until when; what does not belong to the kind chosen is left out."""
        kind = self.due_kind.data
        return Terms(
            due_kind=kind,
            due_days=None if kind in (DueKind.never, DueKind.on_day) else self.due_days.data,
            due_on=self.due_on.data if kind is DueKind.on_day else None,
            mandatory=bool(self.mandatory.data),
        )


class WaveForm(Form):
    """A wave of the roll-out: who goes live together, and when."""

    name = StringField(_l("Name"), [InputRequired(_l("Enter a name.")), Length(max=80)])
    name_en = StringField(_l("Name in English"), [Length(max=80)])
    kind = SelectField(_l("Kind"), coerce=WaveKind)
    go_live_on = DateField(
        _l("Goes live on"),
        [Optional()],
        description=_l("Leave empty while it is not known. Due dates that count from it move with it."),
    )
    department_ids = SelectMultipleField(
        _l("Departments"),
        coerce=int,
        description=_l("With all departments below them."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    group_ids = SelectMultipleField(
        _l("Project groups"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, departments: Sequence[Node], groups: Sequence[ProjectGroup], language: str) -> None:
        """Fill the lists."""
        self.kind.choices = [(kind.value, str(name)) for kind, name in WAVE_KINDS.items()]
        self.department_ids.choices = [
            (node.department.id, "\u3000" * node.depth + node.title(language)) for node in departments
        ]
        self.group_ids.choices = [(group.id, group.title(language)) for group in groups]

    def validate_department_ids(self, field: Any) -> None:
        """A wave that is not everybody's has units."""
        if self.kind.data is not WaveKind.all and not field.data and not self.group_ids.data:
            raise ValidationError(str(_l("Choose departments or project groups, or make it the wave of everybody.")))


class WaiverForm(ReasonForm):
    """Why something need not be done, and the paper behind it."""

    document = StringField(
        _l("Document"),
        [InputRequired(_l("Name the document.")), Length(2, 200)],
        description=_l("What proves it and where it is kept, for example the number of a letter."),
    )


class EquivalenceForm(WaiverForm):
    """What was learned elsewhere, when, and with which score."""

    done_on = DateField(
        _l("Day of the document"),
        [InputRequired(_l("Enter the day on the document."))],
        description=_l("The path counts as completed on this day."),
    )
    score = IntegerField(
        _l("Score"),
        [Optional(), NumberRange(0, 100)],
        description=_l("0 to 100, as the document says. Empty: the pass mark of the path."),
    )

    def validate_done_on(self, field: Any) -> None:
        """A document of a day to come proves nothing yet."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(str(_l("Choose today or an earlier day.")))


class ExtensionForm(Form):
    """A later due date, and why."""

    to_on = DateField(
        _l("New due date"), [InputRequired(_l("Choose a day."))], description=_l("The day counts until its end.")
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why; the person reads it.")), Length(3, 500)],
        description=_l("One sentence is enough. The person reads it, and it stays on record."),
    )
    document = StringField(_l("Document"), [Optional(), Length(2, 200)], description=_l("If there is one."))

    def validate_to_on(self, field: Any) -> None:
        """Nothing is due before today."""
        if field.data is not None and field.data < clock.today():
            raise ValidationError(str(_l("Choose today or a later day.")))


class GroupForm(AssignmentForm):
    """Assign a path to everyone of a project group."""

    group_id = SelectField(_l("Project group"), [InputRequired(_l("Choose a project group."))], coerce=int)

    def offer(  # type: ignore[override]
        self, paths: list[TrainingPath], groups: list[ProjectGroup], language: str
    ) -> None:
        """Fill the lists."""
        super().offer(paths, language)
        self.group_id.choices = [SelectChoice(str(group.id), group.title(language)) for group in groups]


class NoteForm(Form):
    """What kept somebody from learning in working time."""

    text = TextAreaField(
        _l("What happened?"),
        [Optional(), Length(max=500)],
        description=_l(
            "A few words help, but you may leave it empty. Your manager, HR and the PMO read it; nobody else."
        ),
    )


class AnswerForm(Form):
    """What a manager answers."""

    answer = TextAreaField(
        _l("Answer"),
        [InputRequired(_l("Write an answer.")), Length(2, 500)],
        description=_l("When and how there will be time. The person reads it."),
    )


class PracticeForm(Form):
    """What was done in the real tool, and where it can be seen."""

    note = TextAreaField(
        _l("What did you do, and where?"),
        [InputRequired(_l("Write a sentence, so that your superuser finds it.")), Length(3, 2000)],
        description=_l("Two or three sentences are enough: what you did, in which project, what to look at."),
    )
    link = StringField(
        _l("Link to it"),
        [
            Optional(),
            Length(max=500),
            Regexp(r"(?i)https?://[^\s\"<>]+$", message=_l("Begin the link with https:// or http://, without blanks.")),
        ],
        description=_l("If the tool gives one. Who reviews it opens it with their own rights."),
    )


class ReviewForm(Form):
    """A reviewer's word; the boxes of the criteria are the task's own."""

    comment = TextAreaField(
        _l("Your word to the learner"),
        [Length(max=2000)],
        description=_l("Needed where you return it: what is still to be done, in a friendly sentence."),
    )


class AskForm(Form):
    """Ask a superuser for one more attempt."""

    note = TextAreaField(
        _l("A word to your superuser"),
        [Length(max=1000)],
        description=_l("What was difficult? What have you looked at since? You may also leave it empty."),
    )


class GrantForm(Form):
    """A superuser's answer to somebody who asks for one more attempt."""

    reason = TextAreaField(
        _l("Your word to the learner"),
        [Length(max=1000)],
        description=_l("Needed where you decline: what should come first?"),
    )


class ReissueForm(ReasonForm):
    """Issue a certificate again under a corrected name."""

    name = StringField(
        _l("Name on the certificate"),
        [InputRequired(_l("Enter the name.")), Length(1, 100)],
        description=_l("As it is to be printed. Nothing else on the certificate changes."),
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why; it stays on record.")), Length(3, 500)],
        description=_l("For example: name changed by marriage, typing error."),
    )


class RemarkForm(Form):
    """A word to the authors about a drill or question."""

    part = StringField(_l("About"), [Length(max=200)], description=_l("Leave empty for the whole."))
    text = TextAreaField(_l("What should change?"), [InputRequired(_l("Write what should change.")), Length(3, 1000)])


class RemarkAnswerForm(Form):
    """What became of a note."""

    answer = TextAreaField(_l("What became of it"), [InputRequired(_l("Say what became of it.")), Length(2, 500)])


class WorkshopForm(Form):
    """What a workshop is about, where and when, in the company's zone."""

    subject = SelectField(_l("What is practised"), [InputRequired(_l("Choose a path or a module."))])
    place = StringField(
        _l("Place"), [Length(max=100, message=_l("At most 100 characters."))], description=_l("Room or hall")
    )
    starts_at = DateTimeLocalField(
        _l("Begins at"), [InputRequired(_l("Enter day and time."))], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )


class CheckInForm(Form):
    """The six digits on the wall."""

    code = StringField(
        _l("Code on the wall"),
        [InputRequired(_l("Enter the six digits on the wall."))],
        filters=[lambda text: "".join(unicodedata.normalize("NFKC", text or "").split())],
    )

    def validate_code(self, field: StringField) -> None:
        """Six digits, however they were typed."""
        if not (field.data.isascii() and field.data.isdigit() and len(field.data) == 6):
            raise ValidationError(_l("The code has six digits."))


class SheetForm(Form):
    """Names or employee numbers of those who signed on paper, one a line."""

    names = TextAreaField(
        _l("Who signed, one a line"),
        [InputRequired(_l("Enter at least one name or employee number.")), Length(max=5000)],
        description=_l("Employee number, or name, or both. A name that several people have needs its number."),
    )
