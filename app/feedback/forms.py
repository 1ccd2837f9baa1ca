"""Forms of feedback: wording and rules of each field."""

from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
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

from app.feedback.actions import Colleague, Words
from app.feedback.actions.errors import MentionRefused
from app.feedback.actions.photos import Drawn, NoPhoto, drawn_anew
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
from app.feedback.queries.colleagues import colleagues_called
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
    """What somebody would like to be better. Only the text must be written; everything else makes it easier to decide."""

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
    steps = TextAreaField(
        _l("Steps"),
        [AtMost(REASON_LIMIT)],
        filters=[_clean],
        description=_l("What you do, what you expect, and what happens instead."),
    )
    workaround = TextAreaField(
        _l("How do you manage today?"),
        [AtMost(REASON_LIMIT)],
        filters=[_clean],
        description=_l("And what that costs: minutes, mistakes, double work."),
    )
    proposal = TextAreaField(
        _l("How could it be solved?"),
        [AtMost(REASON_LIMIT)],
        filters=[_clean],
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
    token = _token_field()

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
        filters=[_clean],
        description=_l("Employee number, or name. Who has an account hears what becomes of it."),
    )
    voice = TextAreaField(
        _l("In the colleague's own words"),
        [AtMost(TEXT_LIMIT)],
        filters=[_clean],
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


class EvidenceForm(Form):
    """Why a second look is worth it: new evidence, or what is still not solved."""

    text = TextAreaField(_l("What is new?"), [Written(), AtMost(REASON_LIMIT)], filters=[_clean], id="evidence")


class AnswerForm(Form):
    """The answer to those who asked for a second look."""

    answer = TextAreaField(_l("Your answer"), [Written(), AtMost(REASON_LIMIT)], filters=[_clean])
    accepted = HiddenField()

    def about(self, request_id: int) -> "AnswerForm":
        """Give the field an id of its own, for several requests may stand on one page."""
        self.answer.id = f"answer-{request_id}"
        return self


class HideForm(Form):
    """Why an idea must not be seen."""

    reason = TextAreaField(
        _l("Why it must not be seen"),
        [Written(), AtMost(REASON_LIMIT)],
        filters=[_clean],
        description=_l("Its author reads this."),
        id="hide-reason",
    )
    version = IntegerField(widget=HiddenInput())
