"""Forms of hands-on tasks, their reviews, and attempts asked for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp

from app.foundation.forms import Form


class PracticeForm(Form):
    """What was done in the real tool, and where it can be seen."""

    note = TextAreaField(
        _l("What did you do, and where?"),
        [DataRequired(_l("Write a sentence, so that your superuser finds it.")), Length(3, 2000)],
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
