"""Fields for the words of people: limits as people count, clean texts, tokens."""

from typing import ClassVar

from flask_babel import gettext as _
from wtforms import Field, HiddenField, ValidationError

from app.foundation.forms import Form
from app.foundation.words import is_blank, normalised


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


class MayBeEmpty:
    """Nothing need be given; unlike WTForms' Optional, `validate_<field>` then still runs and may ask for it."""

    field_flags: ClassVar[dict[str, bool]] = {"optional": True}

    def __call__(self, _form: Form, field: Field) -> None:
        """Forget that an empty text is no day and no number."""
        if not any(str(given).strip() for given in field.raw_data or ()):
            field.errors[:] = []


def clean(value: str | None) -> str:
    """A text in one form of every character; empty for none."""
    return normalised(value or "")


def token_field() -> HiddenField:
    """The token of one form: sending it twice writes once."""
    return HiddenField(filters=[lambda value: (value or "")[:64]])
