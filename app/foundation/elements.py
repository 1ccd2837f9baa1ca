"""The smallest elements of a page, of which one page holds a hundred: written by functions, which cost a tenth of a macro."""

from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from app.foundation.assets import asset

TONE_ICONS = {
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-octagon",
    "accent": "sparkles",
    "info": "info-circle",
}
"""What stands beside a tone, so that colour is never alone; every other tone has a point."""


def init_elements(app: Flask) -> None:
    """Give templates `icon`, `tone_icon` and `pill`; others than `ui.html` say `ui.icon`."""
    # `_icon` is the same where a macro has a parameter named `icon`.
    app.jinja_env.globals.update(icon=icon, _icon=icon, tone_icon=tone_icon, pill=pill)


def icon(name: str, label: str | None = None, size: str = "") -> Markup:
    """A picture of the sprite by its name; without a label it says nothing to a screen reader. Raises AssetMissing."""
    return _drawn(asset("icons.svg"), name, None if label is None else str(label), size)


def tone_icon(tone: str) -> Markup:
    """The picture of a tone."""
    return icon(TONE_ICONS.get(tone, "point"))


def pill(label: object, tone: str = "neutral", icon: str | None = None) -> Markup:
    """A state in one or two words; `icon` replaces the picture of the tone."""
    return _pill(asset("icons.svg"), escape(label), tone, icon or TONE_ICONS.get(tone, "point"))


@lru_cache(maxsize=2048)
def _drawn(sprite: str, name: str, label: str | None, size: str) -> Markup:
    larger = f" icon-{size}" if size else ""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon{}" {}><use href="{}#{}"/></svg>').format(larger, said, sprite, name)


@lru_cache(maxsize=2048)
def _pill(sprite: str, label: Markup, tone: str, name: str) -> Markup:
    drawn = _drawn(sprite, name, None, "")
    return Markup('<span class="pill tone-{}">{}<span>{}</span></span>').format(tone, drawn, label)
