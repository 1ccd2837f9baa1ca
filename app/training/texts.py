"""How tiers, rules, waves and reasons are called in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from app.accounts.models import Tier
from app.foundation.i18n import local_date
from app.training.models import DueKind, WaveKind

TIER_NAMES: dict[Tier, LazyString] = {
    Tier.management: _l("Management"),
    Tier.administrator: _l("Administrators"),
    Tier.end_user: _l("End users"),
}
DUE_KINDS: dict[DueKind, LazyString] = {
    DueKind.assignment: _l("days after it is assigned"),
    DueKind.hire: _l("days after the day of hiring"),
    DueKind.go_live: _l("days after the wave goes live"),
    DueKind.on_day: _l("on a fixed day"),
    DueKind.never: _l("never"),
}
WAVE_KINDS: dict[WaveKind, LazyString] = {
    WaveKind.pilot: _l("Pilot"),
    WaveKind.site: _l("Site"),
    WaveKind.all: _l("Everybody"),
}
REASONS: dict[str, LazyString] = {
    "tier changed": _l("tier changed"),
    "role changed": _l("role changed"),
    "place changed": _l("department or project group changed"),
    "person added": _l("no rule asks for it"),
    "person came back": _l("no rule asks for it since the account was opened again"),
    "rule changed": _l("the rule changed"),
    "rule ended": _l("the rule ended"),
    "wave changed": _l("the roll-out wave changed"),
    "hire date changed": _l("day of hiring corrected"),
    "accounts merged": _l("it was open on another account of the same person"),
    "completed before": _l("an earlier completion was imported"),
    "path retired": _l("the path is no longer offered"),
    "path offered again": _l("the path is offered again"),
    "wrong key": _l("a key was wrong; answers were graded anew"),
    "version to retake": _l("a new version has to be taken again"),
}
"""Reasons that rules and merges write; what people write is shown as they wrote it."""


def reason_words(reason: str) -> str:
    """A reason in the reader's language."""
    return str(REASONS.get(reason, reason))


def due_words(kind: DueKind, days: int | None, day: date | None) -> str:
    """When a rule's assignments are due."""
    if kind is DueKind.on_day:
        return str(local_date(day))
    if kind is DueKind.never:
        return str(_("no due date"))
    return _days_words(kind, days or 0)


def _days_words(kind: DueKind, days: int) -> str:
    if kind is DueKind.hire:
        return str(ngettext("%(num)s day after hiring", "%(num)s days after hiring", days))
    if kind is DueKind.assignment:
        return str(ngettext("%(num)s day after it is assigned", "%(num)s days after it is assigned", days))
    if days < 0:
        return str(ngettext("%(num)s day before go-live", "%(num)s days before go-live", -days))
    if days == 0:
        return str(_("on the day of go-live"))
    return str(ngettext("%(num)s day after go-live", "%(num)s days after go-live", days))


def criteria_words(
    *,
    tier: Tier | None = None,
    role: str = "",
    department: str = "",
    group: str = "",
    hired: tuple[date | None, date | None] = (None, None),
    wave: str = "",
) -> Sequence[str]:
    """Whom a rule means, one criterion after the other; everybody where nothing is set."""
    first, last = (str(local_date(day)) if day else "" for day in hired)
    told = [
        str(TIER_NAMES[tier]) if tier else "",
        role,
        _("%(department)s and below", department=department) if department else "",
        group,
        wave,
    ]
    if first and last:
        told.append(_("hired from %(first)s to %(last)s", first=first, last=last))
    elif first:
        told.append(_("hired from %(first)s on", first=first))
    elif last:
        told.append(_("hired until %(last)s", last=last))
    return [word for word in told if word] or [_("everybody")]
