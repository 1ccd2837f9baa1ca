"""What a form says at a field when the libraries beneath it have nothing better to say than their own stock sentences."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

# Placeholders stay: WTForms puts the values in. Its Chinese says of a smallest value that one must be greater than it.
WORDS: Mapping[str, Callable[[], str]] = {
    "This field is required.": lambda: _("Please fill this in."),
    "Not a valid choice.": lambda: _("Please choose one of these."),
    "Invalid Choice: could not coerce.": lambda: _("Please choose one of these."),
    "Invalid choice(s): one or more data inputs could not be coerced.": lambda: _("Please choose among these."),
    "Not a valid date value.": lambda: _("Enter a day that exists, such as 2026-03-31."),
    "Not a valid datetime value.": lambda: _("Enter a day and a time, such as 2026-03-31 14:30."),
    "Not a valid time value.": lambda: _("Enter a time, such as 14:30."),
    "Not a valid integer value.": lambda: _("Enter a whole number."),
    "Not a valid decimal value.": lambda: _("Enter a number, such as 2.5."),
    "Not a valid float value.": lambda: _("Enter a number, such as 2.5."),
    "Number must be at least %(min)s.": lambda: _("Enter %(min)s or more."),
    "Number must be at most %(max)s.": lambda: _("Enter %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": lambda: _("Enter a number from %(min)s to %(max)s."),
    "Field must be between %(min)d and %(max)d characters long.": lambda: _(
        "Please write %(min)d to %(max)d characters."
    ),
}

COUNTED: Mapping[str, Callable[[int], str]] = {
    "Field cannot be longer than %(max)d character.": lambda number: ngettext(
        "At most %(max)s character, please.", "At most %(max)s characters, please.", number, max="%(max)d"
    ),
    "Field must be at least %(min)d character long.": lambda number: ngettext(
        "At least %(min)s character, please.", "At least %(min)s characters, please.", number, min="%(min)d"
    ),
    "Field must be exactly %(max)d character long.": lambda number: ngettext(
        "Exactly %(max)s character, please.", "Exactly %(max)s characters, please.", number, max="%(max)d"
    ),
}


def words_of(sentence: str) -> str | None:
    """The portal's own words for a stock sentence, in the reader's language; None where it has none."""
    own = WORDS.get(sentence)
    return own() if own else None


def counted_words_of(sentence: str, number: int) -> str | None:
    """The same for sentences about a number of characters."""
    counted = COUNTED.get(sentence)
    return counted(number) if counted else None
