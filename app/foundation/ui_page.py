"""The living page of the design system, in demo mode: every element of `ui.html` as it really looks."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.forms import Form
from app.foundation.pages import page
from app.foundation.paging import Page
from app.foundation.security import public

blueprint = Blueprint("ui_page", __name__)


class SampleForm(Form):
    """One field of every kind; always wrong when it is sent, so that errors can be looked at."""

    title = StringField(
        _l("Title"), [DataRequired(), Length(max=80)], description=_l("What should change, in one line.")
    )
    body = TextAreaField(_l("Description"), [DataRequired(), Length(max=2000)])
    kind = SelectField(_l("Kind"), choices=[SelectChoice("idea", _l("Idea")), SelectChoice("problem", _l("Problem"))])
    urgency = RadioField(
        _l("How often"), choices=[SelectChoice("daily", _l("Every day")), SelectChoice("weekly", _l("Every week"))]
    )
    tools = SelectMultipleField(
        _l("Where it happens"),
        choices=[SelectChoice("phone", _l("On the phone")), SelectChoice("desktop", _l("At the desk"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    minutes = IntegerField(_l("Minutes lost"), [NumberRange(1, 480)])
    day = DateField(_l("Since"))
    secret = PasswordField(_l("Password"))
    picture = FileField(_l("Picture"))
    agreed = BooleanField(_l("Tell me what becomes of it"))


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Someone to draw."""

    name: str


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """A share with what it is made of; `percent` is rounded already."""

    numerator: int
    denominator: int
    percent: str


@blueprint.route("/ui", methods=["GET", "POST"])
@public("shows how elements look, and only in demo mode")
def show() -> Response:
    """Show every element; sending the sample form shows it corrected."""
    form = SampleForm()
    status = 200 if not form.is_submitted() or form.validate() else 422
    return page("foundation/ui.html", status=status, form=form, **_samples())


def _samples() -> dict[str, Any]:
    return {
        "people": [SamplePerson("林晓梅"), SamplePerson("陈志强"), SamplePerson("Maria Keller"), SamplePerson("周海")],
        "list_page": Page(rows=list(range(25)), number=4, size=25, total=237),
        "ratio": SampleRatio(8, 11, "72.7"),
        "nothing": SampleRatio(0, 0, "0.0"),
    }
