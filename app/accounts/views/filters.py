"""How people, browsers and their words are written in templates."""

import re

from flask_babel import gettext as _

from app.accounts.models import Department, ProjectGroup
from app.accounts.queries import role_name, state_name, tier_name
from app.accounts.views import blueprint
from app.foundation.i18n import language

# The first that is found names the program or the system; the order matters, since browsers claim to be each other.
PROGRAMS = (("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"))

for _filter in (role_name, state_name, tier_name):
    blueprint.add_app_template_filter(_filter)


@blueprint.app_template_filter()
def titled(thing: Department | ProjectGroup) -> str:
    """Name of a department or a project group in the reader's language."""
    return thing.title(language())


@blueprint.app_template_filter()
def browser_name(user_agent: str) -> str:
    """A browser in two words, such as "Chrome, Windows", from what it says about itself."""
    known = [_first(PROGRAMS, user_agent), _first(SYSTEMS, user_agent)]
    return ", ".join(word for word in known if word) or _("Another browser")


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((shown for sought, shown in words if re.search(rf"\b{sought}", text)), "")
