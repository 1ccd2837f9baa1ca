"""Moving an idea, merging it, hiding it: what is decided about it by hand."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import HiddenInput

from app.feedback.content import REASON_LIMIT
from app.feedback.labels import chain_hint, decline_label, move_label
from app.feedback.models import CHAIN_MOVES, DeclineCode, Idea, IdeaStatus, needs_answer
from app.foundation import clock
from app.foundation.fields import AtMost, Written, clean
from app.foundation.forms import Form
from app.foundation.words import TITLE_LIMIT, is_blank


class MoveForm(Form):
    """The next status of an idea, with the words that go to everyone who waits for it."""

    to = RadioField(_l("Next status"), [InputRequired(_l("Choose where the idea goes."))])
    decline_code = SelectField(_l("Reason for declining"), default="")
    decision_ref = StringField(
        _l("Which decision it rests on"),
        [AtMost(TITLE_LIMIT)],
        filters=[clean],
        description=_l("Minutes, a ballot, or the PMO's own: whoever asks later finds it by these words."),
    )
    parked_until = DateField(
        _l("Parked until"),
        description=_l("On this day it is open again by itself; earlier, when you reopen it."),
    )
    reason = TextAreaField(
        _l("Official answer"),
        [AtMost(REASON_LIMIT)],
        filters=[clean],
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
    reason = TextAreaField(_l("Reason"), [AtMost(REASON_LIMIT)], filters=[clean])
    version = IntegerField(widget=HiddenInput())


class ReasonForm(Form):
    """A step that may be explained: taking an idea back, undoing a merge."""

    reason = TextAreaField(_l("Reason"), [AtMost(REASON_LIMIT)], filters=[clean])
    version = IntegerField(widget=HiddenInput())


class HideForm(Form):
    """Why an idea must not be seen."""

    reason = TextAreaField(
        _l("Why it must not be seen"),
        [Written(), AtMost(REASON_LIMIT)],
        filters=[clean],
        description=_l("Its author reads this."),
        id="hide-reason",
    )
    version = IntegerField(widget=HiddenInput())
