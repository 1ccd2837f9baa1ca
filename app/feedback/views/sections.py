"""The sections of feedback: the line under the heading of its pages, made from one list."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from app.feedback.policies import may_moderate
from app.feedback.views import blueprint
from app.foundation.security import Rule, signed_in


def _all_sections() -> list[tuple[str, str, Rule]]:
    """Every section, in the order in which they are shown: words, endpoint, and who may open it."""
    return [
        (pgettext("ideas", "Board"), "feedback.show_ideas", signed_in),
        (_("Roadmap"), "feedback.show_roadmap", signed_in),
        (_("You said, we did"), "feedback.show_heard", signed_in),
        (pgettext("ideas", "Mine"), "feedback.show_mine", signed_in),
        (_("Tags"), "feedback.show_tags", may_moderate),
    ]


def feedback_sections() -> list[tuple[str, str, bool]]:
    """What the signed-in person may open: words, address, and whether the present page is it."""
    return [
        (label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint, rule in _all_sections()
        if rule(current_user)
    ]


@blueprint.context_processor
def _offer_sections() -> dict[str, Any]:
    return {"feedback_sections": feedback_sections}
