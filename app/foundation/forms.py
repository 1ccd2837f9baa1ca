"""Base of all forms: CSRF, trimmed text, errors in the reader's language."""

from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.i18n import messages_path

from app.foundation.form_words import counted_words_of, words_of
from app.foundation.i18n import language

LARGEST_NUMBER = 2**31 - 1


def trimmed(value: object) -> object:
    """Text without blanks at its ends; anything else as it is, also a member of an enumeration of texts."""
    return value.strip() if type(value) is str else value


def bounded(value: object) -> object:
    """A whole number no larger than a database or a validator can hold: what lies beyond names nothing either way."""
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-LARGEST_NUMBER, min(LARGEST_NUMBER, value))
    return value


class Form(FlaskForm):
    """A form whose text fields are trimmed and whose numbers are bounded; passwords are kept as typed."""

    class Meta(FlaskForm.Meta):
        """Bring every field into shape as it comes in."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Add the filters that every field gets."""
            kept = unbound_field.field_class.__name__ in ("PasswordField", "FileField", "FieldList", "FormField")
            filters = [] if kept else [trimmed, bounded]
            filters.extend(unbound_field.kwargs.get("filters", []))
            return unbound_field.bind(form=form, filters=filters, **options)

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002 (its shape is WTForms')
            """The sentences that WTForms itself says."""
            return _OwnWords()


class _OwnWords:
    """What is said for WTForms' sentences; Flask-WTF would read the file of those anew in each request."""

    def gettext(self, sentence: str) -> str:
        """A sentence."""
        return words_of(sentence) or str(_catalogue(language()).ugettext(sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A sentence about a number of things."""
        return counted_words_of(one, number) or str(_catalogue(language()).ungettext(one, many, number))


@cache
def _catalogue(tongue: str) -> NullTranslations:
    return Translations.load(messages_path(), [tongue], domain="wtforms")


def add_error(field: Field, message: str) -> None:
    """Put a message at a field after validation, for what only the database could know."""
    field.errors = [*field.errors, message]


def first_errors(form: FlaskForm) -> dict[str, str]:
    """Name of each wrong field and its first message."""
    return {name: str(messages[0]) for name, messages in form.errors.items() if name and messages}
