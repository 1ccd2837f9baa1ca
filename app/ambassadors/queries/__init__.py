"""Reads: the coverage board, appointments and their history, people who could serve."""

from app.ambassadors.queries.appointments import (
    appointment,
    appointments,
    appointments_of,
    certified_among,
    certified_since,
    lapsed,
    nominations_waiting,
    open_appointments_of,
    serves_elsewhere,
    successor_of,
)
from app.ambassadors.queries.candidates import candidates_for, unit_of
from app.ambassadors.queries.coverage import (
    Coverage,
    UnitCoverage,
    counts,
    department_board,
    department_coverage,
    gaps,
    group_board,
    group_coverage,
    in_office,
    only,
    superuser_target,
)

__all__ = [
    "Coverage",
    "UnitCoverage",
    "appointment",
    "appointments",
    "appointments_of",
    "candidates_for",
    "certified_among",
    "certified_since",
    "counts",
    "department_board",
    "department_coverage",
    "gaps",
    "group_board",
    "group_coverage",
    "in_office",
    "lapsed",
    "nominations_waiting",
    "only",
    "open_appointments_of",
    "serves_elsewhere",
    "successor_of",
    "superuser_target",
    "unit_of",
]
