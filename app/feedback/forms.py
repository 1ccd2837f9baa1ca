"""Forms of feedback: wording and rules of each field."""

from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional, StopValidation
from wtforms.widgets import HiddenInput

from app.feedback.actions.errors import MentionRefused
from app.feedback.content import (
    COMMENT_LIMIT,
    HIDING_LIMIT,
    REASON_LIMIT,
    TAG_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    is_blank,
    normalised,
)
from app.feedback.labels import AREAS, area_label, chain_hint, decline_label, move_label
from app.feedback.models import CHAIN_MOVES, DeclineCode, Idea, IdeaKind, IdeaStatus, needs_answer
from app.foundation import clock
from app.foundation.forms import Form, add_error


class AtMost:
    """A limit in characters as people count them (NFC); the browser counts the same and cuts nothing off."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError with both numbers."""
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                _("That is %(length)s characters; at most %(limit)s fit.", length=length, limit=self.limit)
            )


class Written:
    """Something that can be seen must be written."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError for blanks and invisible characters."""
        if is_blank(field.data or ""):
            raise ValidationError(_("Please write something here."))


def _clean(value: str | None) -> str:
    return normalised(value or "")


def _token_field() -> HiddenField:
    return HiddenField(filters=[lambda value: (value or "")[:64]])


class IdeaForm(Form):
    """What somebody would like to be better. Only the text must be written."""

    text = TextAreaField(
        _l("What should be better?"),
        [Written(), AtMost(TEXT_LIMIT)],
        filters=[_clean],
        description=_l("One thing, in your own words: what hurts, where, and what would help."),
    )
    title = StringField(
        _l("Title"),
        [AtMost(TITLE_LIMIT)],
        filters=[_clean],
        description=_l("If you leave it empty, your first sentence becomes the title."),
    )
    kind = RadioField(_l("What is it?"), default=IdeaKind.idea.value)
    area = SelectField(_l("About"), [Optional()], default="")
    token = _token_field()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            (IdeaKind.idea.value, _("An idea: this would be better")),
            (IdeaKind.problem.value, _("A problem: this hurts")),
        ]
        # The one an idea came with from elsewhere stays on offer.
        known = dict.fromkeys((*AREAS, *([self.area.object_data] if self.area.object_data else [])))
        self.area.choices = [("", _("Not sure")), *((area, area_label(area)) for area in known)]


class EditForm(IdeaForm):
    """The same, with the version of the idea that the form saw."""

    version = IntegerField(widget=HiddenInput())


class CommentForm(Form):
    """A comment on an idea."""

    text = TextAreaField(_l("Your comment"), [Written(), AtMost(COMMENT_LIMIT)], filters=[_clean])
    token = _token_field()

    def explain_mentions(self, refused: MentionRefused) -> None:
        """Say at the field why a name after an @ could not be told, and how to say whom one means."""
        for name, numbers in refused.ambiguous.items():
            offered = _(" or ").join(f"@{number}" for number in numbers)
            add_error(
                self.text,
                _("Several people are called %(name)s. Write %(numbers)s instead.", name=name, numbers=offered),
            )
        for name in refused.barred:
            add_error(self.text, _("%(name)s cannot read this, and would not hear of it. Leave out the @.", name=name))


class EditCommentForm(CommentForm):
    """Other words for a comment, with the version that the form saw."""

    version = IntegerField(widget=HiddenInput())


class HidingForm(Form):
    """Why a comment is hidden; the reason stands in its place."""

    reason = StringField(
        _l("Reason"),
        [Written(), AtMost(HIDING_LIMIT)],
        filters=[_clean],
        description=_l("Everyone reads it where the comment stood."),
    )


class MoveForm(Form):
    """The next status of an idea, with the words that go to everyone who waits for it."""

    to = RadioField(_l("Next status"), [InputRequired(_l("Choose where the idea goes."))])
    decline_code = SelectField(_l("Reason for declining"), default="")
    decision_ref = StringField(
        _l("Which decision it rests on"),
        [AtMost(TITLE_LIMIT)],
        filters=[_clean],
        description=_l("Minutes, a ballot, or the PMO's own: whoever asks later finds it by these words."),
    )
    parked_until = DateField(
        _l("Parked until"),
        description=_l("On this day it is open again by itself; earlier, when you reopen it."),
    )
    reason = TextAreaField(
        _l("Official answer"),
        [AtMost(REASON_LIMIT)],
        filters=[_clean],
        description=_l(
            "Everyone who wrote, voted or follows reads this. Only the opening of a new idea needs no words."
        ),
    )
    version = IntegerField(widget=HiddenInput())

    def offer(self, idea: Idea, moves: tuple[IdeaStatus, ...]) -> None:
        """Offer the moves that are open from where the idea is."""
        self.to.choices = [(move.value, move_label(move)) for move in moves]
        self.decline_code.choices = [("", _("Choose")), *((code.value, decline_label(code)) for code in DeclineCode)]
        self._from = idea.status

    def offers(self, to: str) -> bool:
        """Whether a move is among those that may be chosen."""
        return any(value == to for value, _label in self.to.choices or ())

    @property
    def declines(self) -> bool:
        """Whether the idea is declined."""
        return bool(self.to.data == IdeaStatus.declined)

    def validate_to(self, field: RadioField) -> None:
        """What happens elsewhere is not done by hand: say where."""
        asked = field.data
        if asked in IdeaStatus.__members__ and IdeaStatus(asked) in CHAIN_MOVES.get(self._from, ()):
            offered = {value for value, _label in field.choices or ()}
            if asked not in offered:
                field.errors.clear()  # of what it is not, where it can be said what it is
                raise StopValidation(chain_hint(IdeaStatus(asked)))

    def validate_decline_code(self, field: SelectField) -> None:
        """A refusal is counted by its reason."""
        if self.declines and not field.data:
            raise StopValidation(_("Choose why it is declined."))

    def validate_decision_ref(self, field: StringField) -> None:
        """A refusal rests on a decision."""
        if self.declines and is_blank(field.data or ""):
            raise ValidationError(_("Name the decision: minutes, ballot, or who decided when."))

    def validate_parked_until(self, field: DateField) -> None:
        """A pause ends on a day that is still to come."""
        field.errors.clear()  # an empty day matters only where the idea is parked
        if self.to.data == IdeaStatus.parked and (field.data is None or field.data <= clock.today()):
            raise StopValidation(_("Choose a day after today."))

    def validate_reason(self, field: TextAreaField) -> None:
        """Words are needed where people wait for them."""
        chosen = self.to.data
        if chosen in IdeaStatus.__members__ and needs_answer(self._from, IdeaStatus(chosen)) and is_blank(field.data):
            raise ValidationError(_("Say why: people wait for this answer."))


class MergeForm(Form):
    """Which idea this one lives on in."""

    into = IntegerField(_l("Merge into idea number"), [InputRequired(_l("Enter the number of the other idea."))])
    reason = TextAreaField(_l("Reason"), [AtMost(REASON_LIMIT)], filters=[_clean])
    version = IntegerField(widget=HiddenInput())


class ReasonForm(Form):
    """A step that may be explained: taking an idea back, undoing a merge."""

    reason = TextAreaField(_l("Reason"), [AtMost(REASON_LIMIT)], filters=[_clean])
    version = IntegerField(widget=HiddenInput())


class TagForm(Form):
    """A tag in both languages."""

    name = StringField(_l("Name"), [Written(), AtMost(TAG_LIMIT)], filters=[_clean])
    name_en = StringField(
        _l("Name in English"),
        [AtMost(TAG_LIMIT)],
        filters=[_clean],
        description=_l("Where it is empty, everyone reads the other one."),
    )
