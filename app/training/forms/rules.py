"""Forms of rules and waves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import ProjectGroup, Role, Tier
from app.accounts.queries import Node, role_name
from app.foundation import clock
from app.foundation.fields import MayBeEmpty
from app.foundation.forms import Form
from app.training.models import DueKind, RolloutWave, TrainingPath, WaveKind
from app.training.queries.criteria import Criteria, Terms
from app.training.texts import DUE_KINDS, TIER_NAMES, WAVE_KINDS

T = TypeVar("T")


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
        [MayBeEmpty()],
        description=_l("Counted from what you chose above; before go-live with a minus, such as -7."),
        default=14,
    )
    due_on = DateField(_l("On this day"), [MayBeEmpty()], description=_l("Only for a fixed day."))
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

    name = StringField(_l("Name"), [DataRequired(_l("Enter a name.")), Length(max=80)])
    name_en = StringField(_l("Name in English"), [Length(max=80)])
    kind = SelectField(_l("Kind"), coerce=WaveKind)
    go_live_on = DateField(
        _l("Goes live on"),
        [Optional()],
        description=_l("Leave empty while it is not known. Due dates that count from it move with it."),
    )
    dual_run_from = DateField(
        _l("Dual run from"),
        [MayBeEmpty()],
        description=_l("The first day on which old tool and new are used side by side; often the day of go-live."),
    )
    dual_run_to = DateField(
        _l("Dual run until"),
        [MayBeEmpty()],
        description=_l("Its last day. A dual run usually lasts two to four weeks."),
    )
    dual_run_reason = StringField(
        _l("Why shorter or longer"), [Length(max=200)], description=_l("Only where it is not two to four weeks.")
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

    def validate_dual_run_from(self, field: Any) -> None:
        """Both days of the dual run are known, or neither."""
        if self.dual_run_to.data and not field.data:
            raise ValidationError(str(_l("Choose the first day, too.")))

    def validate_dual_run_to(self, field: Any) -> None:
        """It has a last day, which is not before its first."""
        if self.dual_run_from.data and not field.data:
            raise ValidationError(str(_l("Choose the last day, too.")))
        if self.dual_run_from.data and field.data and field.data < self.dual_run_from.data:
            raise ValidationError(str(_l("The last day is before the first.")))

    def validate_department_ids(self, field: Any) -> None:
        """A wave that is not everybody's has units."""
        if self.kind.data is not WaveKind.all and not field.data and not self.group_ids.data:
            raise ValidationError(str(_l("Choose departments or project groups, or make it the wave of everybody.")))
