"""Words about nominations and terms."""

from flask_babel import gettext as _

from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words, named


def nominated(data: Data) -> Words:
    """A nomination asks for an answer."""
    if data["kind"] == "superuser":
        title = _("You are nominated as superuser of %(unit)s. Do you accept?", unit=named(data, "unit"))
    else:
        title = _("You are nominated as ambassador of %(unit)s. Do you accept?", unit=named(data, "unit"))
    return Words(title, data["reason"], _appointment(data), icon="user-star")


def nomination_answered(data: Data) -> Words:
    """The answer to a nomination."""
    known = {"name": data["name"], "unit": named(data, "unit")}
    if data["accepted"]:
        return Words(
            _("%(name)s accepted the appointment for %(unit)s.", **known), "", _appointment(data), icon="user-star"
        )
    return Words(
        _("%(name)s declined the appointment for %(unit)s.", **known), "", _appointment(data), icon="user-star"
    )


def appointment_ended(data: Data) -> Words:
    """A term or a nomination is over."""
    unit = named(data, "unit")
    ended = _("Your term for %(unit)s has ended. Thank you for serving.", unit=unit)
    taken_back = _("Your nomination for %(unit)s was taken back.", unit=unit)
    more = _("The last day of the term has passed.") if data["reason"] == "term over" else data["reason"]
    return Words(ended if data["served"] else taken_back, more, _appointment(data), icon="user-star")


def _appointment(data: Data) -> str:
    return address_of("ambassadors.show_appointment", number=data["appointment"])
