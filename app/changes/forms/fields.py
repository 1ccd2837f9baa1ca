"""Fields that several forms of change control have."""

from datetime import UTC, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import DateTimeLocalField, Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.changes.content import TITLE_LIMIT
from app.feedback.labels import AREAS, area_label
from app.foundation import clock
from app.foundation.forms import LARGEST_NUMBER
from app.foundation.words import is_blank, normalised


def clean(value: str | None) -> str:
    """Text in one form, without what cannot be seen at its ends."""
    return normalised(value or "")


def not_blank(_form: object, field: Field) -> None:
    """Raise ValidationError for blanks and invisible characters."""
    if is_blank(field.data or ""):
        raise ValidationError(_("Please write something here."))


def title_field(label: LazyString, *, required: bool = True) -> StringField:
    """A title of one line."""
    rules = [InputRequired(_l("Please write something here.")), not_blank] if required else [Optional()]
    return StringField(label, [*rules, Length(max=TITLE_LIMIT)], filters=[clean, lambda text: " ".join(text.split())])


def text_field(label: LazyString, limit: int, *, required: bool = True, help: str | LazyString = "") -> TextAreaField:  # noqa: A002 (as ui.field names it)
    """A text of several lines."""
    rules = [InputRequired(_l("Please write something here.")), not_blank] if required else [Optional()]
    return TextAreaField(label, [*rules, Length(max=limit)], filters=[clean], description=help)


def version_field() -> IntegerField:
    """The version that the form saw."""
    return IntegerField(widget=HiddenInput())


def area_field(*, any_area: bool = False) -> SelectField:
    """What is touched, by the areas that ideas have too."""
    return SelectField(_l("Area"), [Optional()] if any_area else [InputRequired(_l("Choose what is touched."))])


def offer_areas(field: SelectField, empty: str) -> None:
    """Offer all areas in the reader's language; `empty` is what no choice means. The present one stays on offer."""
    known = dict.fromkeys((*AREAS, *([field.object_data] if field.object_data else [])))
    field.choices = [("", empty), *((area, area_label(area)) for area in known)]


class MomentField(DateTimeLocalField):
    """A day and time in the company's zone; its data is an instant in UTC."""

    def process_data(self, value: datetime | None) -> None:
        """Show an instant as the company's clock does."""
        super().process_data(clock.local(value).replace(tzinfo=None) if value else None)
        self.data = value

    @property
    def moment(self) -> datetime:
        """The instant, after the form was found right."""
        assert self.data is not None  # noqa: S101 (it is required)
        return self.data

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return clock.local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed as a time of the company."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = self.data.replace(tzinfo=clock.zone()).astimezone(UTC)


def moment_field(label: LazyString) -> MomentField:
    """A moment that must be said."""
    return MomentField(
        label,
        [InputRequired(_l("Choose a day and a time."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


def in_order(start: MomentField, end: MomentField) -> None:
    """Raise ValidationError where a window does not end after its beginning, or lies where no calendar reaches."""
    if start.data and end.data and end.data <= start.data:
        raise ValidationError(_("The end must come after the beginning."))


def whole_number(label: LazyString, help: str | LazyString = "") -> IntegerField:  # noqa: A002 (as ui.field names it)
    """A number that may be missing, never below nothing."""
    return IntegerField(label, [Optional(), _not_negative], description=help)


def _not_negative(_form: object, field: Field) -> None:
    if field.data is not None and not 0 <= field.data < LARGEST_NUMBER:
        raise ValidationError(_("Enter a number that is not below 0."))
