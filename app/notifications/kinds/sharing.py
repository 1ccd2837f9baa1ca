"""What is told of sharing sessions and practices."""

from flask_babel import lazy_gettext as _l

from app.ambassadors.events.practice import (
    PracticePublished,
    PracticeReused,
    SessionCalled,
    SessionCancelled,
    SessionMoved,
)
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import sharing as words

_HEARD = _l("Whoever was told of the session.")
_ASKED = _l("You get this because you serve as superuser or ambassador, or host the session.")
_YOURS = _l("You get this because you wrote the practice.")
_AUTHOR = _l("The author of the practice.")

KINDS = (
    Kind(
        name="session_called",
        category=Category.sharing,
        label=_l("A sharing session is called"),
        words=words.session_called,
        hears=_l("Everyone who serves as superuser or ambassador, and the host."),
        why=_ASKED,
        events=(SessionCalled,),
        named=True,
    ),
    Kind(
        name="session_moved",
        category=Category.sharing,
        label=_l("A sharing session is moved"),
        words=words.session_moved,
        hears=_HEARD,
        why=_ASKED,
        events=(SessionMoved,),
        named=True,
    ),
    Kind(
        name="session_cancelled",
        category=Category.sharing,
        label=_l("A sharing session is cancelled"),
        words=words.session_cancelled,
        hears=_HEARD,
        why=_ASKED,
        events=(SessionCancelled,),
        named=True,
    ),
    Kind(
        name="practice_published",
        category=Category.sharing,
        label=_l("A practice stands in the library"),
        words=words.practice_published,
        hears=_AUTHOR,
        why=_YOURS,
        events=(PracticePublished,),
        named=True,
    ),
    Kind(
        name="practice_reused",
        category=Category.sharing,
        label=_l("Others work by a practice"),
        words=words.practice_reused,
        hears=_AUTHOR,
        why=_YOURS,
        events=(PracticeReused,),
        named=True,
    ),
)
