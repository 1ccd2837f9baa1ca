"""What scores keep of somebody, for “My data”. Answers to the pulse are not among it: whose they are was never stored."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.accounts.queries.my_data import Rows, Section, named
from app.foundation.i18n import language
from app.metrics.labels import CORRECTIONS, OUTCOMES, SCORE_PARTS
from app.metrics.models import (
    Contest,
    PulseInvitation,
    PulseRound,
    ScoreCard,
    ScoreCorrection,
    ScoreLook,
    ScoreMonth,
    UsageImport,
    UsageMonth,
)
from app.metrics.queries.usage_facts import standing
from app.metrics.queries.usage_presets import presets

OWN = "metrics.show_own"


def _cards(ids: Sequence[int]) -> Rows:
    given = (ScoreMonth.month, ScoreCard.revision, ScoreCard.score, ScoreCard.bonus, ScoreCard.parts, ScoreCard.at)
    rows = sa.select(*given).join(ScoreMonth, ScoreMonth.id == ScoreCard.month_id)
    return rows.where(ScoreCard.person_id.in_(ids)).order_by(ScoreCard.id.desc())


def _looks(ids: Sequence[int]) -> Rows:
    """Who looked is told to the person: that is what the look is kept for."""
    given = (ScoreLook.at, ScoreMonth.month, Person.name.label("viewer"), ScoreLook.way)
    rows = sa.select(*given).join(ScoreMonth, ScoreMonth.id == ScoreLook.month_id)
    named = rows.join(Person, Person.id == ScoreLook.viewer_id)
    return named.where(ScoreLook.person_id.in_(ids)).order_by(ScoreLook.id.desc())


def _contests(ids: Sequence[int]) -> Rows:
    given = (
        Contest.opened_at,
        Contest.month,
        Contest.part,
        Contest.reason,
        Contest.decided_at,
        Contest.outcome,
        Contest.answer,
    )
    return sa.select(*given).where(Contest.person_id.in_(ids)).order_by(Contest.id.desc())


def _corrections(ids: Sequence[int]) -> Rows:
    given = (
        ScoreCorrection.at,
        ScoreCorrection.month,
        ScoreCorrection.part,
        ScoreCorrection.kind,
        ScoreCorrection.reason,
    )
    return sa.select(*given).where(ScoreCorrection.person_id.in_(ids)).order_by(ScoreCorrection.id.desc())


def _invitations(ids: Sequence[int]) -> Rows:
    rows = sa.select(PulseRound.month, PulseRound.closes_on)
    asked = rows.join(PulseInvitation, PulseInvitation.round_id == PulseRound.id)
    return asked.where(PulseInvitation.person_id.in_(ids)).order_by(PulseRound.id.desc())


def _usage(ids: Sequence[int]) -> Rows:
    """Rows of files that a later one replaced are among them: they are kept as well, so that it can be taken back."""
    given = (
        UsageMonth.month,
        UsageImport.tool,
        UsageImport.imported_at,
        UsageMonth.active_weeks,
        UsageMonth.core_due,
        UsageMonth.core_on_time,
        UsageMonth.features_used,
        UsageMonth.features_enabled,
        standing().label("counted"),
    )
    rows = sa.select(*given).outerjoin(UsageImport, UsageImport.id == UsageMonth.import_id)
    return rows.where(UsageMonth.person_id.in_(ids)).order_by(UsageMonth.month.desc(), UsageMonth.id.desc())


def _tool_words(tool: str) -> str:
    preset = presets().get(tool)
    return preset.title[language()] if preset else tool


def _part_words(part: str) -> str:
    return str(SCORE_PARTS[part]) if part in SCORE_PARTS else part


SECTIONS = (
    Section("scorecards", _l("Scorecards"), _l("Your scores, and what they are made of."), _cards, page=OWN),
    Section("looks", _l("Looks at scorecards"), _l("Every look is kept."), _looks, page="metrics.show_looks"),
    Section(
        "contests",
        _l("Contests"),
        _l("What you contested, and what was decided."),
        _contests,
        {"part": _part_words, "outcome": named(OUTCOMES)},
        OWN,
    ),
    Section(
        "score_corrections",
        _l("Corrections of scores"),
        _l("What an accepted contest changed."),
        _corrections,
        {"part": _part_words, "kind": named(CORRECTIONS)},
    ),
    Section(
        "pulse",
        _l("Invitations to the pulse"),
        _l("That you were asked. What you answered is not here: whose answer is whose was never stored."),
        _invitations,
    ),
    Section(
        "usage",
        _l("Use of the project tool"),
        _l("What files of the tool said of you, month by month; kept for thirteen months."),
        _usage,
        {"tool": _tool_words},
    ),
)
