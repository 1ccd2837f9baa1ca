"""Writing an idea, for oneself or a colleague, and mending it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.feedback.actions import Colleague, Words
from app.feedback.actions.photos import Drawn, NoPhoto, drawn_anew
from app.feedback.content import REASON_LIMIT, TEXT_LIMIT
from app.feedback.labels import AREAS, area_label
from app.feedback.models import IdeaKind
from app.feedback.queries.colleagues import colleagues_called
from app.foundation.fields import AtMost, Written, clean, token_field
from app.foundation.forms import Form
from app.foundation.words import TITLE_LIMIT


class IdeaForm(Form):
    """What somebody would like to be better. Only the text must be written; everything else makes it easier to decide."""

    text = TextAreaField(
        _l("What should be better?"),
        [Written(), AtMost(TEXT_LIMIT)],
        filters=[clean],
        description=_l("One thing, in your own words: what hurts, where, and what would help."),
    )
    title = StringField(
        _l("Title"),
        [AtMost(TITLE_LIMIT)],
        filters=[clean],
        description=_l("If you leave it empty, your first sentence becomes the title."),
    )
    kind = RadioField(_l("What is it?"), default=IdeaKind.idea.value)
    area = SelectField(lazy_pgettext("area", "About"), [Optional()], default="")
    steps = TextAreaField(
        _l("Steps"),
        [AtMost(REASON_LIMIT)],
        filters=[clean],
        description=_l("What you do, what you expect, and what happens instead."),
    )
    workaround = TextAreaField(
        _l("How do you manage today?"),
        [AtMost(REASON_LIMIT)],
        filters=[clean],
        description=_l("And what that costs: minutes, mistakes, double work."),
    )
    proposal = TextAreaField(
        _l("How could it be solved?"),
        [AtMost(REASON_LIMIT)],
        filters=[clean],
        description=_l("If you have an idea; those who know the tool will look further."),
    )
    photo = FileField(
        _l("Photo"),
        description=_l("JPEG, PNG or WebP. Place, time and device are removed from it; hide names and faces first."),
    )
    sensitive = BooleanField(
        _l("Only for the PMO"),
        description=_l(
            "For what colleagues should not read, such as a gap in security. You and the PMO see it, nobody votes."
        ),
    )
    token = token_field()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.drawn: Drawn | None = None
        self.kind.choices = [
            (IdeaKind.idea.value, _("An idea: this would be better")),
            (IdeaKind.problem.value, _("A problem: this hurts")),
        ]
        # The one an idea came with from elsewhere stays on offer.
        known = dict.fromkeys((*AREAS, *([self.area.object_data] if self.area.object_data else [])))
        self.area.choices = [("", _("Not sure")), *((area, area_label(area)) for area in known)]

    @property
    def words(self) -> Words:
        """What was written, field by field."""
        return Words(
            text=self.text.data,
            title=self.title.data,
            kind=IdeaKind(self.kind.data),
            area=self.area.data or "",
            steps=self.steps.data,
            proposal=self.proposal.data,
            workaround=self.workaround.data,
        )

    @property
    def more_is_used(self) -> bool:
        """Whether something stands, or is wrong, in the part of the form that is folded away."""
        fields = (self.steps, self.workaround, self.proposal, self.sensitive)
        return any(field.data for field in fields) or any(field.errors for field in (*fields, self.photo))

    def validate_photo(self, field: FileField) -> None:
        """A photo that can be read is drawn anew."""
        file = field.data.read() if isinstance(field.data, FileStorage) else b""
        if file:
            try:
                self.drawn = drawn_anew(file)
            except NoPhoto as wrong:
                raise ValidationError(_photo_fault(wrong)) from wrong


def _photo_fault(wrong: NoPhoto) -> str:
    if wrong.why == "too_large":
        return str(_("This photo is too large. Take it in a smaller size or cut out what matters."))
    return str(_("This file is no photo that can be read. Use JPEG, PNG or WebP, and choose it again."))


class ColleagueForm(IdeaForm):
    """The same, for whoever may write down what a colleague says."""

    colleague = StringField(
        _l("For a colleague"),
        [AtMost(TITLE_LIMIT)],
        filters=[clean],
        description=_l("Employee number, or name. Who has an account hears what becomes of it."),
    )
    voice = TextAreaField(
        _l("In the colleague's own words"),
        [AtMost(TEXT_LIMIT)],
        filters=[clean],
        description=_l("As it was said, in dialect or keywords. It stays as it is, beside your text."),
    )
    consent = BooleanField(_l("The colleague agrees that I write this down and that the name stands there"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._person_id: int | None = None

    @property
    def named(self) -> Colleague | None:
        """For whom the idea is written; None when it is one's own."""
        if not self.colleague.data:
            return None
        return Colleague(self._person_id, self.colleague.data, self.voice.data, consent=bool(self.consent.data))

    @property
    def colleague_is_used(self) -> bool:
        """Whether something stands, or is wrong, in the part about the colleague."""
        return any(field.data or field.errors for field in (self.colleague, self.voice, self.consent))

    def validate_colleague(self, field: StringField) -> None:
        """One person is meant, or a name."""
        if not field.data:
            if self.voice.data or self.consent.data:
                raise ValidationError(_("Write the employee number or the name of the colleague."))
            return
        found = colleagues_called(field.data)
        if len(found) > 1:
            raise ValidationError(_("Several people are called so. Write the employee number."))
        if not found and field.data.isdigit():
            raise ValidationError(_("Nobody here has this employee number."))
        self._person_id = found[0].id if found else None

    def validate_consent(self, field: BooleanField) -> None:
        """Nothing is written in the name of somebody who has not agreed."""
        if self.colleague.data and not field.data:
            raise ValidationError(_("Ask the colleague first: nothing is written without consent."))


class EditForm(IdeaForm):
    """The same, with the version of the idea that the form saw."""

    wording_only = BooleanField(
        _l("I only put it better; what I ask for is the same"),
        description=_l("Otherwise everyone who voted is asked to read it again."),
    )
    remove_photo = BooleanField(_l("Take the photo away"))
    version = IntegerField(widget=HiddenInput())
