"""Forms about what stands above single change requests: freezes, templates, releases, quick wins."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, HiddenField, RadioField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.changes.content import REASON_LIMIT, TEXT_LIMIT
from app.changes.forms.fields import (
    area_field,
    in_order,
    moment_field,
    offer_areas,
    text_field,
    title_field,
    version_field,
)
from app.changes.models import ChangeRequest, ChangeTemplate
from app.foundation.forms import Form


class FreezeForm(Form):
    """A time in which nothing is changed."""

    start = moment_field(_l("Begins"))
    end = moment_field(_l("Ends"))
    area = area_field(any_area=True)
    reason = text_field(_l("Reason"), REASON_LIMIT, help=_l("For example: month-end closing, stocktaking, holidays."))
    override_reason = text_field(_l("Why these changes go ahead all the same"), REASON_LIMIT, required=False)
    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_areas(self.area, _("Every area"))

    def validate_end(self, _field: Field) -> None:
        """A freeze ends after it begins."""
        in_order(self.start, self.end)


class TemplateForm(Form):
    """A template of a standard change."""

    title = title_field(_l("Title"))
    description = text_field(_l("What is done, step by step"), TEXT_LIMIT)
    area = area_field()
    back_out_plan = text_field(_l("Back-out plan"), REASON_LIMIT)
    approved_on = DateField(
        _l("Approved on"),
        [Optional()],
        description=_l("The day on which the board approved it; changes follow it from then on."),
    )
    expires_on = DateField(
        _l("Last day of its term"), [Optional()], description=_l("After that the board looks at it again.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_areas(self.area, _("Choose …"))

    def validate_approved_on(self, field: Field) -> None:
        """An approval has an end, and ends after it began."""
        if field.data is None:
            return  # what was typed is no day, which is said already
        if not self.expires_on.data:
            raise ValidationError(_("An approved template needs a last day."))
        if self.expires_on.data < field.data:
            raise ValidationError(_("The last day comes before the approval."))


class ReleaseForm(Form):
    """What is new, in both languages; one of them is enough."""

    title = title_field(_l("Title in Chinese"), required=False)
    note = text_field(_l("What is new, in Chinese"), TEXT_LIMIT, required=False)
    title_en = title_field(_l("Title in English"), required=False)
    note_en = text_field(_l("What is new, in English"), TEXT_LIMIT, required=False)
    version = version_field()

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """At least one language is whole."""
        fine = super().validate(*args, **kwargs)
        whole = (self.title.data and self.note.data) or (self.title_en.data and self.note_en.data)
        if not whole:
            short = self.title if not (self.title.data or self.title_en.data) else self.note
            short.errors = [*short.errors, _("Write title and note in at least one language.")]
        return fine and bool(whole)


class PublishForm(ReleaseForm):
    """A new release with the changes it brings."""

    changes = SelectMultipleField(
        _l("Changes it brings"),
        [InputRequired(_l("Choose at least one change."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    token = HiddenField(filters=[lambda value: (value or "")[:64]])

    def __init__(self, *args: Any, releasable: Iterable[ChangeRequest] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes.choices = [(row.id, f"#{row.id} {row.title}") for row in releasable]


class QuickWinForm(Form):
    """Answering an open idea by a standard change."""

    template = RadioField(_l("Template"), [InputRequired(_l("Choose the template that it follows."))], coerce=int)
    reason = text_field(
        _l("Official answer"), REASON_LIMIT, help=_l("Everyone who wrote, voted or follows reads this.")
    )
    token = HiddenField(filters=[lambda value: (value or "")[:64]])

    def __init__(self, *args: Any, templates: Iterable[ChangeTemplate] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template.choices = [(row.id, row.title) for row in templates]
