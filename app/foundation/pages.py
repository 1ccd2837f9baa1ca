"""Answers: a page, or the fragment of the same page that HTMX asked for."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from flask import Flask, Response, current_app, get_flashed_messages, make_response, render_template, session
from flask import redirect as flask_redirect
from htmx_flask import Htmx, request
from jinja2 import StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from jinja2_fragments.flask import render_block
from markupsafe import Markup

from app.foundation.elements import icon, init_elements, pill, tone_icon
from app.foundation.i18n import language

HTMX = Htmx()
HTMX_CONFIG = htmlsafe_json_dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": True, "error": True, "target": "#toasts", "swapOverride": "beforeend"},
        ],
    }
)
"""How htmx behaves on every page: nothing is evaluated or cached, and errors are shown among the messages."""

FRAME = frozenset({"asset", "kept", "locale", "navigation", "theme", "ui"})
"""Globals of templates that no view may use as the name of something of its own."""


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the navigation: words, address, icon, whether one is there, and a count of what waits."""

    label: str
    href: str
    icon: str
    current: bool = False
    count: int | None = None


def init_pages(app: Flask, navigation: Callable[[], tuple[NavigationItem, ...]]) -> None:
    """Make templates strict and give them the `ui` macros and the navigation."""
    HTMX.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(navigation=navigation, htmx_config=HTMX_CONFIG)
    init_elements(app)
    app.jinja_env.globals.update(ui=_Macros(app), kept=_kept)
    app.after_request(_vary)
    if app.debug:
        app.before_request(_written.cache_clear)  # templates are being written


class _Macros:
    """The elements and the macros of `ui.html`, compiled on first use, reachable from every template and every fragment."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._module: Any = None
        self.icon, self.tone_icon, self.pill, self.kept = icon, tone_icon, pill, _kept("ui.html")

    def __getattr__(self, name: str) -> Any:
        if self._module is None or self._app.debug:
            self._module = self._app.jinja_env.get_template("ui.html").module
        return getattr(self._module, name)


class _Kept:
    """The macros of a template that say the same to every reader: what they wrote for the same values is kept.

    Their values can be hashed, and nothing but these, the language and the place of the portal decides what they write.
    """

    def __init__(self, template: str) -> None:
        self._template = template

    def __getattr__(self, macro: str) -> Callable[..., Markup]:
        def written(*values: Hashable) -> Markup:
            return _written(self._template, macro, language(), request.script_root, *values)

        setattr(self, macro, written)
        return written


_kept = cache(_Kept)


@lru_cache(maxsize=2048)
def _written(template: str, macro: str, _language: str, _place: str, *values: Hashable) -> Markup:
    found: Markup = getattr(current_app.jinja_env.get_template(template).module, macro)(*values)
    return found


def page(template: str, *, fragments: Collection[str] = (), status: int = 200, **context: Any) -> Response:
    """Render a template: whole, or only the block of the fragment asked for.

    `fragments` names the element ids that may be asked for; `#idea-list` is the block `idea_list`.
    """
    wanted = _wanted_fragment(fragments)
    if wanted is None:
        body = render_template(template, **context)
        if current_app.testing:
            _check_fragments(template, fragments, body, context)
    else:
        body = render_block(template, wanted.replace("-", "_"), **context) + _flashes_out_of_band()
    return make_response(body, status)


def see_other(address: str) -> Response:
    """Answer a successful write: go and look at `address` (303, so that HTMX and browsers both GET it)."""
    return make_response(flask_redirect(address, 303))


def asks_for_fragment() -> bool:
    """True when HTMX asks for a piece of a page rather than a browser for a page."""
    asked = request.htmx
    return bool(asked) and not asked.boosted and not asked.history_restore_request


def _wanted_fragment(fragments: Collection[str]) -> str | None:
    if not asks_for_fragment():
        return None
    target = (request.htmx.target or "").rpartition("#")[2]
    return target if target in fragments else None


def _flashes_out_of_band() -> str:
    if not session.get("_flashes"):
        return ""
    return render_template("_flash.html", messages=get_flashed_messages(with_categories=True), out_of_band=True)


def _check_fragments(template: str, fragments: Collection[str], body: str, context: dict[str, Any]) -> None:
    """In tests: nothing hides what the frame uses; every fragment stands alone and is found, letter for letter, in its page."""
    if hidden := FRAME & context.keys():
        raise AssertionError(f"{template} is given {sorted(hidden)}, which the frame of every page uses")
    for name in fragments:
        alone = render_block(template, name.replace("-", "_"), **context)
        if alone.strip() not in body:
            raise AssertionError(f"{template}: fragment {name} differs from its place in the page")
        if f'id="{name}"' not in alone:
            raise AssertionError(f"{template}: block {name} lacks an element with its id")


def _vary(response: Response) -> Response:
    response.vary.update(("HX-Request", "HX-Target", "Cookie"))
    return response
