"""What the company asks of superusers and ambassadors: today, on a day, and what it asked before."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.ambassadors.models import AppointmentKind, Phase, ServiceStandard
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.training.models import TrainingPath


def as_shipped() -> ServiceStandard:
    """What holds where nobody has set anything."""
    return ServiceStandard(
        superuser_kit="SU",
        ambassador_kit="AM",
        phase=Phase.adopting,
        people_in_pilot=15,
        people_adopting=40,
        people_settled=100,
        monthly_minutes=8 * 60,
    )


def standard_on(day: date | None = None) -> ServiceStandard:
    """What holds today, or held at the end of a day; as shipped before anything was set."""
    rows = sa.select(ServiceStandard).order_by(ServiceStandard.id.desc()).limit(1)
    if day is not None:
        rows = rows.where(ServiceStandard.set_at < clock.end_of(day))
    return db.session.scalar(rows) or as_shipped()


def standards(*, number: int = 1) -> Page[ServiceStandard]:
    """Everything that was ever set, newest first, with who set it."""
    rows = sa.select(ServiceStandard).options(joinedload(ServiceStandard.set_by))
    return page_of(rows.order_by(ServiceStandard.id.desc()), number=number)


def kit_code(kind: AppointmentKind, standard: ServiceStandard | None = None) -> str:
    """Code of the path that an appointment of a kind asks for; empty where none is asked."""
    standard = standard or standard_on()
    return standard.superuser_kit if kind is AppointmentKind.superuser else standard.ambassador_kit


def kit_in_force(kind: AppointmentKind) -> sa.ColumnElement[str]:
    """The same of today as an expression, for use inside another statement."""
    column = ServiceStandard.superuser_kit if kind is AppointmentKind.superuser else ServiceStandard.ambassador_kit
    newest = sa.select(column).order_by(ServiceStandard.id.desc()).limit(1).scalar_subquery()
    return sa.func.coalesce(newest, kit_code(kind, as_shipped()))


def kit_of(kind: AppointmentKind, standard: ServiceStandard | None = None) -> TrainingPath | None:
    """The path that an appointment of a kind asks for; None where none is asked, or it was never published."""
    return db.session.scalar(sa.select(TrainingPath).where(TrainingPath.code == kit_code(kind, standard)))


def paths_to_choose() -> list[TrainingPath]:
    """Paths that may be asked for, by code."""
    return list(
        db.session.scalars(sa.select(TrainingPath).where(TrainingPath.retired_at.is_(None)).order_by(TrainingPath.code))
    )
