"""The accounts that the sign-in page of the demo offers."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.demo.huaxin import cast

WHAT = {
    "lin": _l("learner in the press shop"),
    "zhou": _l("project administrator"),
    "chen": _l("department manager"),
    "wang": _l("software ambassador"),
    "zhao": _l("superuser"),
    "sun": _l("change control board"),
    "he": _l("HR officer"),
    "guo": _l("IT operator"),
    "pmo": _l("project management office"),
}


def demo_accounts() -> list[tuple[str, str, LazyString]]:
    """Mail address, name and what they are, in the language of whoever reads it."""
    return [(f"{m.mail}@{cast.DOMAIN}", m.name, WHAT[m.mail]) for m in cast.ACCOUNTS]
