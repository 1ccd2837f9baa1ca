"""Asking, asking again, and answering."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.foundation.fields import AtMost, Written, clean, token_field
from app.foundation.forms import Form

QUESTION_LIMIT = 2000
ANSWER_LIMIT = 4000


class QuestionForm(Form):
    """One text; the title is made of it. `shown` says that articles were offered already, `article` where one comes from."""

    text = TextAreaField(
        _l("What do you want to know?"),
        [Written(), AtMost(QUESTION_LIMIT)],
        filters=[clean],
        description=_l("In your own words: what you wanted to do, and where it stopped."),
    )
    article = HiddenField(filters=[lambda value: (value or "")[:60]])
    shown = HiddenField(filters=[lambda value: (value or "")[:1]])
    token = token_field()


class TurnForm(Form):
    """Asking again under the same question."""

    again = TextAreaField(_l("What is still open?"), [Written(), AtMost(QUESTION_LIMIT)], filters=[clean])


class AnswerForm(Form):
    """The answer to the turn that was read."""

    answer = TextAreaField(
        lazy_pgettext("question", "Your answer"),
        [Written(), AtMost(ANSWER_LIMIT)],
        filters=[clean],
        description=_l("The answer in one sentence first, then the steps."),
    )
    draft = BooleanField(
        _l("Make an article draft of it"),
        description=_l("So that the next person finds it alone. Nothing in the draft names who asked."),
    )
    turn = IntegerField(validators=[Optional()], widget=HiddenInput())
