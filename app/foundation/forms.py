"""Base of all forms: CSRF, trimmed text, errors in the reader's language."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field


def trimmed(value: object) -> object:
    """Text without blanks at its ends; anything else as it is."""
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """A form whose text fields are trimmed; passwords are kept as typed."""

    class Meta(FlaskForm.Meta):
        """Trim every text field as it comes in."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Add the trimming filter to fields that hold text."""
            kept = unbound_field.field_class.__name__ in ("PasswordField", "FileField", "FieldList", "FormField")
            filters = [] if kept else [trimmed]
            filters.extend(unbound_field.kwargs.get("filters", []))
            return unbound_field.bind(form=form, filters=filters, **options)


def add_error(field: Field, message: str) -> None:
    """Put a message at a field after validation, for what only the database could know."""
    field.errors = [*field.errors, message]


def first_errors(form: FlaskForm) -> dict[str, str]:
    """Name of each wrong field and its first message."""
    return {name: str(messages[0]) for name, messages in form.errors.items() if name and messages}
