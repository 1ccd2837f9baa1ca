"""Comments, and hiding them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from app.feedback.actions.errors import MentionRefused
from app.feedback.content import COMMENT_LIMIT, HIDING_LIMIT
from app.foundation.fields import AtMost, Written, clean, token_field
from app.foundation.forms import Form, add_error


class CommentForm(Form):
    """A comment on an idea."""

    text = TextAreaField(_l("Your comment"), [Written(), AtMost(COMMENT_LIMIT)], filters=[clean])
    token = token_field()

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
        filters=[clean],
        description=_l("Everyone reads it where the comment stood."),
    )
