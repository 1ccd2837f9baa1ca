"""Words about requests for correction."""

from flask_babel import gettext as _

from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words


def correction_asked(data: Data) -> Words:
    """Somebody asks for a correction; the notice names nobody."""
    title = _("Somebody asks to correct what is kept of them")
    return Words(title, "", address_of("accounts.show_correction", request_id=data["request"]), icon="pencil")


def correction_answered(data: Data) -> Words:
    """The answer to one's own request."""
    done, kept = _("What you asked to correct is corrected"), _("What you asked to correct stays as it is")
    href = address_of("accounts.show_own_corrections")
    return Words(done if data["corrected"] else kept, data["answer"], href, icon="pencil")
