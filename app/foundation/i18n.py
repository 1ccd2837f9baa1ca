"""Two languages: which one a reader gets, and dates and numbers as they are written in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, appcontext_popped, appcontext_pushed, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale, get_translations
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.foundation import clock
from app.foundation.settings import Settings

LANGUAGES = ("zh", "en")
babel = Babel()


def init_i18n(app: Flask, settings: Settings, catalogues: list[Path]) -> None:
    """Find the language of each request; one catalogue per feature, all merged."""
    app.extensions["uptake.zone"] = settings.zone
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in catalogues)
    babel.init_app(app, default_locale="zh", default_timezone=settings.company_zone, locale_selector=language_of_reader)
    appcontext_pushed.connect(_fall_silent, app)
    appcontext_popped.connect(_fall_silent, app)
    app.jinja_env.globals.update(locale=language, theme=theme)
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext)
    app.jinja_env.filters.update(local_time=local_time, local_date=local_date)
    app.jinja_env.filters.update(local_month=local_month, number=number, percent=percent)


class _Speech(NamedTuple):
    """What a page is written in."""

    language: str
    catalogue: Translations


# A page says hundreds of sentences: its language is found once, where Jinja's and Babel's extensions ask for it every time.
_spoken: ContextVar[_Speech | None] = ContextVar("spoken", default=None)


def _speech() -> _Speech:
    found = _spoken.get()
    if found is None:
        locale: Locale | None = get_locale()
        chosen = locale.language if locale and locale.language in LANGUAGES else "zh"
        found = _Speech(chosen, get_translations())
        _spoken.set(found)
    return found


def _fall_silent(*_who: object, **_more: object) -> None:
    """What one request or command spoke is not what the next one speaks, nor the one it stands in."""
    _spoken.set(None)


@contextmanager
def speaking(tongue: str) -> Iterator[None]:
    """Sentences, dates and numbers in this language, whoever reads the page: for letters and files to others."""
    before = _spoken.get()
    with force_locale(tongue):
        _spoken.set(None)
        try:
            yield
        finally:
            _spoken.set(before)


@pass_eval_context
def _gettext(context: EvalContext, message: str, **values: Any) -> str:
    said = _speech().catalogue.ugettext(message)
    return (Markup(said) if context.autoescape else said) % values  # noqa: S704 (a sentence of ours; values are escaped)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, num: int, **values: Any) -> str:
    said = _speech().catalogue.ungettext(one, many, num)
    return (Markup(said) if context.autoescape else said) % {"num": num, **values}  # noqa: S704 (the same)


@pass_eval_context
def _pgettext(context: EvalContext, meaning: str, message: str, **values: Any) -> str:
    said = _speech().catalogue.upgettext(meaning, message)
    return (Markup(said) if context.autoescape else said) % {"context": meaning, **values}  # noqa: S704 (the same)


def language() -> str:
    """`zh` or `en`: the language of the present request or job."""
    return _speech().language


def language_of_reader() -> str:
    """From the account, else the choice made on a page, else the browser, else Chinese."""
    if not has_request_context():
        return "zh"
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return str(current_user.language)
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(LANGUAGES) or "zh"


def theme() -> str:
    """`light`, `dark` or `system`: how the reader wants pages to look on this device."""
    chosen = request.cookies.get("theme", "system") if has_request_context() else "system"
    return str(chosen) if chosen in ("light", "dark") else "system"


def local_time(moment: datetime | None, style: str = "medium") -> str:
    """An instant in the company's zone, written in the reader's language; a dash for none."""
    return _written_time(clock.local(moment).replace(tzinfo=None), style, language()) if moment else "—"


def local_date(day: date | datetime | None, style: str = "medium") -> str:
    """A day, or the company's day of an instant, written in the reader's language; a dash for none."""
    if day is None:
        return "—"
    return _written_date(clock.local_date(day) if isinstance(day, datetime) else day, style, language())


def local_month(day: date) -> str:
    """The month of a day, written out in the reader's language."""
    return _written_month(day.replace(day=1), language())


def number(value: float | Decimal | None) -> str:
    """A number with the reader's separators; a dash for none."""
    return "—" if value is None else _written_number(value, language())


# The same moments, days and small numbers are written again and again on every page.
@lru_cache(maxsize=4096)
def _written_time(moment: datetime, style: str, locale: str) -> str:
    return str(format_datetime(moment, style, locale=locale))


@lru_cache(maxsize=4096)
def _written_date(day: date, style: str, locale: str) -> str:
    return str(format_date(day, style, locale=locale))


@lru_cache(maxsize=512)
def _written_month(first: date, locale: str) -> str:
    return str(format_skeleton("yMMMM", first, locale=locale))


@lru_cache(maxsize=4096)
def _written_number(value: float | Decimal, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def percent(value: str | Decimal | None) -> str:
    """A percentage that is already rounded to one decimal, such as `72.7`; a dash for none."""
    return "—" if value is None else f"{value} %"
