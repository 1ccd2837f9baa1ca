"""Drafts of articles."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.foundation.fields import AtMost, Written, clean
from app.foundation.forms import Form
from app.knowledge.content.articles import RESERVED, TITLE_LIMIT
from app.knowledge.labels import OWNER_WORDS

BODY_LIMIT = 8000
WORDS_LIMIT = 300
NAME_LIMIT = 60
REASON_LIMIT = 300
TEXTS = ("article", "topic", "owner", "title_zh", "words_zh", "body_zh", "title_en", "words_en", "body_en")
_WORDS = _l("What people type who do not know the title; commas between.")
_BODY = _l("Markdown. The answer stands in the first paragraph.")


class DraftForm(Form):
    """What the two files of an article will say."""

    article = StringField(
        _l("Id"),
        [Written(), AtMost(NAME_LIMIT)],
        filters=[clean],
        description=_l("Small letters, digits and hyphens; it becomes the name of the files and the address."),
    )
    topic = SelectField(lazy_pgettext("article", "Topic"), [Optional()], default="", validate_choice=True)
    owner = SelectField(
        _l("Who keeps it true"), choices=[SelectChoice(owner, words) for owner, words in OWNER_WORDS.items()]
    )
    title_zh = StringField(_l("Title in Chinese"), [AtMost(TITLE_LIMIT)], filters=[clean])
    words_zh = StringField(_l("Search words in Chinese"), [AtMost(WORDS_LIMIT)], filters=[clean], description=_WORDS)
    body_zh = TextAreaField(_l("Text in Chinese"), [AtMost(BODY_LIMIT)], filters=[clean], description=_BODY)
    title_en = StringField(_l("Title in English"), [AtMost(TITLE_LIMIT)], filters=[clean])
    words_en = StringField(_l("Search words in English"), [AtMost(WORDS_LIMIT)], filters=[clean], description=_WORDS)
    body_en = TextAreaField(_l("Text in English"), [AtMost(BODY_LIMIT)], filters=[clean], description=_BODY)
    version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def validate_article(self, field: Field) -> None:
        """An id that can be an address."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", field.data or "") or field.data in RESERVED:
            raise ValidationError(
                _("Only small letters, digits and hyphens; and no word of the portal's own addresses.")
            )

    def validate_title_en(self, _field: Field) -> None:
        """One language at least has a title."""
        if not (self.title_zh.data or self.title_en.data):
            raise ValidationError(_("Write the title in one language at least."))


class DropForm(Form):
    """Why a draft becomes no article."""

    reason = StringField(_l("Why is it dropped?"), [Written(), AtMost(REASON_LIMIT)], filters=[clean])
