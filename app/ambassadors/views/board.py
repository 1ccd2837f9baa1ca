"""The coverage board, its file, and its history."""

from datetime import date
from uuid import uuid4

from flask import Response, request
from flask_babel import get_locale, pgettext
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import policies, queries
from app.ambassadors.forms import HoursForm
from app.ambassadors.labels import standing_words
from app.ambassadors.queries import UnitCoverage
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.foundation import clock
from app.foundation.pages import page
from app.foundation.paging import Page
from app.foundation.security import requires, signed_in
from app.foundation.spreadsheets import csv_file

CARDS = 24


@blueprint.get("/ambassadors/")
@requires(signed_in)
def show_board() -> Response:
    """Which departments and project groups are served, and by whom; and what the reader was asked to do."""
    day, filters = _asked_day(), _filters()
    board = queries.coverage_board(day)
    rows = queries.narrowed(board, **_narrowing(filters))
    return page(
        "ambassadors/board.html",
        fragments={"coverage-board"},
        day=day,
        today=clock.today(),
        filters=filters,
        rows=_cards(rows),
        coverage_counts=queries.counts(board),
        attention_counts=queries.attention_counts(board),
        mine=_mine(board if day == clock.today() else []),
        log_form=HoursForm(formdata=None, token=uuid4().hex),
        may_nominate=policies.may_nominate(current_user),
        own_branch=own_branch(),
        everywhere=policies.may_nominate_everywhere(current_user),
        may_see_list=policies.may_see_list(current_user),
        may_see_all=policies.may_see_all(current_user),
    )


@blueprint.get("/ambassadors/coverage.csv")
@requires(policies.may_see_all)
def show_coverage_file() -> Response:
    """The board as a file, narrowed as it was on the page: a line for each seat, and one for each unit without any."""
    day = _asked_day()
    rows = queries.narrowed(queries.coverage_board(day), **_narrowing(_filters()))
    lines = [line for row in rows for line in _lines(row)]
    answer = Response(b"".join(csv_file([_headings(), *lines])), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=coverage-{day.isoformat()}.csv"
    return answer


@blueprint.get("/ambassadors/history")
@requires(signed_in)
def show_history() -> Response:
    """How coverage has moved over the last twelve months."""
    return page("ambassadors/history.html", moments=queries.coverage_over_time(clock.today()))


def _filters() -> dict[str, str]:
    return {name: request.args.get(name, "")[:100] for name in ("q", "coverage", "attention", "kind", "on")}


def _narrowing(filters: dict[str, str]) -> dict[str, str]:
    return {"query": filters["q"], **{name: filters[name] for name in ("coverage", "attention", "kind")}}


def _asked_day() -> date:
    """The day of the address, no later than today; today where none is given, or none that is one."""
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return clock.today()
    return max(date(2000, 1, 1), min(asked, clock.today()))


def _cards(rows: list[UnitCoverage]) -> Page[UnitCoverage]:
    pages = max(1, -(-len(rows) // CARDS))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return Page(rows=rows[(number - 1) * CARDS : number * CARDS], number=number, size=CARDS, total=len(rows))


def _mine(board: list[UnitCoverage]) -> list[tuple[UnitCoverage, queries.Seat]]:
    return [(row, seat) for row in board for seat in row.seats if seat.appointment.person_id == current_user.id]


def _headings() -> list[str]:
    return [
        _("Kind"),
        _("Code"),
        _("Unit"),
        _("People"),
        _("Needed"),
        _("Serving"),
        _("Coverage"),
        _("Employee no."),
        pgettext("thing", "Name"),
        _("State"),
        _("First day of the term"),
        _("Last day of the term"),
        _("Hours this month"),
        _("Hours agreed"),
        _("Deputy"),
    ]


def _lines(row: UnitCoverage) -> list[list[str | int | date | None]]:
    unit: list[str | int | date | None] = [
        "department" if row.is_department else "project_group",
        row.unit.code,
        row.unit.title(str(get_locale())),
        row.headcount,
        row.target,
        row.serving,
        row.coverage.value,
    ]
    return [[*unit, *_seat_cells(seat)] for seat in row.seats] or [[*unit, *[None] * 8]]


def _seat_cells(seat: queries.Seat) -> list[str | int | date | None]:
    appointment = seat.appointment
    return [
        appointment.person.employee_no,
        appointment.person.name,
        standing_words(seat.stand.standing),
        appointment.starts_on,
        appointment.ends_on,
        f"{seat.load.minutes / 60:g}",
        f"{seat.load.ceiling / 60:g}",
        seat.deputy.person.name if seat.deputy else None,
    ]
