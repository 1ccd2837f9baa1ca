"""What a notice is made of, and what all of them share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.i18n import language

MOST_NAMES = 12

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: one line, perhaps more, where it leads, and the icon beside it."""

    title: str
    more: str
    href: str
    icon: str


def said_names(names: Sequence[str]) -> str:
    """Names in a sentence; of many the first ones, and how many more."""
    said = str(_(", ")).join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more <= 0:
        return said
    return str(ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=said))


def named(data: Data, what: str) -> str:
    """A name that is kept in both languages, in the present one."""
    return str(data[f"{what}_{language()}"] or data[f"{what}_zh"])
