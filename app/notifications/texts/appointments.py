"""Words about nominations and terms."""

from datetime import date

from flask_babel import gettext as _

from app.foundation.i18n import local_date
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


def endorsement_asked(data: Data) -> Words:
    """A manager is asked for a word."""
    named_so = {"name": data["name"], "unit": named(data, "unit")}
    title = _("What do you think of %(name)s's nomination for %(unit)s?", **named_so)
    return Words(title, data["reason"], _appointment(data), icon="user-question")


def nomination_endorsed(data: Data) -> Words:
    """The manager's word on a nomination."""
    named_so = {"name": data["name"], "unit": named(data, "unit")}
    if data["in_favour"]:
        title = _("The manager endorses %(name)s's nomination for %(unit)s.", **named_so)
    else:
        title = _("The manager does not endorse %(name)s's nomination for %(unit)s.", **named_so)
    return Words(title, "", _appointment(data), icon="user-check")


def appointment_lapsed(data: Data) -> Words:
    """A certificate has expired, so the appointment rests."""
    named_so = {"name": data["name"], "unit": named(data, "unit")}
    title = _("The appointment of %(name)s for %(unit)s rests: the certificate has expired.", **named_so)
    return Words(
        title, _("It counts again once the path is completed anew."), _appointment(data), icon="certificate-off"
    )


def handed_over(data: Data) -> Words:
    """One person takes over from another."""
    who = {"old": data["old"], "new": data["new"], "unit": named(data, "unit")}
    title = _("%(new)s takes over from %(old)s for %(unit)s, with what is still open.", **who)
    return Words(title, "", _appointment(data), icon="arrows-exchange")


def source_handed_over(data: Data) -> Words:
    """Who carried one's idea has a successor."""
    who = {"old": data["old"], "new": data["new"], "unit": named(data, "unit")}
    title = _("%(new)s looks after your ideas for %(unit)s now, in place of %(old)s.", **who)
    return Words(title, "", address_of("feedback.show_ideas", view="mine"), icon="arrows-exchange")


def deputy_named(data: Data) -> Words:
    """Somebody stands in."""
    days = {
        "first": local_date(date.fromisoformat(data["from_on"])),
        "last": local_date(date.fromisoformat(data["to_on"])),
    }
    who = {"deputy": data["deputy"], "name": data["name"], "unit": named(data, "unit")}
    title = _("%(deputy)s stands in for %(name)s for %(unit)s from %(first)s to %(last)s.", **who, **days)
    return Words(title, "", _appointment(data), icon="user-share")


def ceiling_passed(data: Data) -> Words:
    """More hours than agreed."""
    title = _("%(name)s has given more hours in %(month)s than agreed", name=data["name"], month=data["month"])
    more = _(
        "%(hours)s hours, where %(ceiling)s were agreed. See who can take some of it.",
        hours=data["hours"],
        ceiling=data["ceiling"],
    )
    return Words(title, more, _appointment(data), icon="clock-exclamation")
