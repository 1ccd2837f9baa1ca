"""Working calendar, pulse, benefits, usage and weights of a company file."""

from app.demo.company.file import CompanyFile
from app.demo.company.names import Names
from app.foundation import clock
from app.foundation.calendar import BusinessHours, CalendarDay, CalendarYear, DayKind
from app.foundation.db import db
from app.metrics.models import BenefitLine, PulseAnswer, ScoreWeights, UsageMonth


def load_figures(company: CompanyFile, names: Names) -> None:
    """What only metrics reads."""
    _load_calendar(company)
    for entry in company.pulse:
        db.session.add_all(
            PulseAnswer(round=entry.round, department_id=names.departments[entry.department], answer=answer)
            for answer in entry.answers
        )
    db.session.add_all(BenefitLine(**entry.model_dump()) for entry in company.benefits)
    db.session.add_all(
        UsageMonth(
            person_id=names.people[entry.employee_no].id,
            month=f"{company.as_of:%Y-%m}",
            **entry.model_dump(exclude={"employee_no"}),
        )
        for entry in company.usage
    )
    if company.weights:
        first = company.as_of.replace(day=1)
        db.session.add(ScoreWeights(valid_from=first, weights=company.weights.model_dump(), saved_at=clock.now()))


def _load_calendar(company: CompanyFile) -> None:
    calendar = company.calendar
    db.session.add(BusinessHours(id=1, opens=calendar.open, closes=calendar.close))
    db.session.add_all(CalendarDay(day=day, kind=DayKind.holiday) for day in calendar.holidays)
    db.session.add_all(CalendarDay(day=day, kind=DayKind.makeup) for day in calendar.makeup_workdays)
    years = {day.year for day in (*calendar.holidays, *calendar.makeup_workdays, company.as_of)}
    db.session.add_all(CalendarYear(year=year, confirmed_at=clock.now()) for year in years)
