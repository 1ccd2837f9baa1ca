"""Pages of metrics."""

from app.metrics.views import (
    benefits,
    contests,
    dashboard,
    definitions,
    goals,
    months,
    overviews,
    pauses,
    people,
    programme,
    pulse,
    pulse_answers,
    reports,
    scorecards,
    usage,
    weights,
)
from app.metrics.views.blueprint import blueprint

__all__ = [
    "benefits",
    "blueprint",
    "contests",
    "dashboard",
    "definitions",
    "goals",
    "months",
    "overviews",
    "pauses",
    "people",
    "programme",
    "pulse",
    "pulse_answers",
    "reports",
    "scorecards",
    "usage",
    "weights",
]
