"""The sections of this area: the line under the heading of its pages, made from one list."""

from typing import Any

from flask_babel import gettext as _

from app.ambassadors.policies import may_see_list
from app.ambassadors.policies.practice import may_see_interviews
from app.ambassadors.views.blueprint import blueprint
from app.foundation.sections import Section, open_sections
from app.foundation.security import signed_in

OF_APPOINTMENTS = ("hours", "deputies", "hand_overs")


def _all_sections() -> list[Section]:
    """Every section, in the order in which they are shown; a new one is a line here."""
    return [
        Section(_("Coverage"), "ambassadors.show_board", ("board", "appointments", *OF_APPOINTMENTS), signed_in),
        Section(_("Nominations"), "ambassadors.show_nominations", ("nominations",), signed_in),
        Section(_("Meetings"), "ambassadors.show_meetings", ("meetings", "agenda", "series", "invitations"), signed_in),
        Section(_("Action items"), "ambassadors.show_actions", ("actions",), signed_in),
        Section(_("Practices"), "ambassadors.show_practices", ("practices",), signed_in),
        Section(_("Sharing sessions"), "ambassadors.show_sessions", ("sharing", "check_ins"), signed_in),
        Section(_("Interviews"), "ambassadors.show_interviews", ("interviews",), may_see_interviews),
        Section(_("Recognition"), "ambassadors.show_own_recognition", ("recognition",), signed_in),
        Section(_("What is asked"), "ambassadors.show_standards", ("standards",), may_see_list),
    ]


def sections() -> list[tuple[str, str, bool]]:
    """What the signed-in person may open: words, address, and whether the present page belongs to it."""
    return open_sections(_all_sections())


@blueprint.context_processor
def _offer_sections() -> dict[str, Any]:
    return {"sections": sections}
