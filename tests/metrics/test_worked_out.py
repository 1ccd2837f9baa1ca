"""P2 to P4 and U4 as they are worked out by hand from rows; and what a manager sees of a round."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person, Role
from app.foundation.db import db, transaction
from app.metrics.formulas.numbers import rounded
from app.metrics.formulas.pulse import BARRIERS
from app.metrics.models import PulseAnswer, PulseInvitation, PulseRound, UsageMonth
from app.metrics.queries.definitions import Figure, figure
from app.metrics.queries.scope import scope_for
from app.metrics.texts import DEFINITIONS
from app.training.models import RolloutWave, WaveKind, WaveUnit
from tests.factories import make_department, make_person
from tests.feedback.rows import person
from tests.page import Page

Visit = Callable[..., Page]
Given = dict[str, Any]
AWAY: dict[str, Any] = {"leave_from": date(2020, 1, 1)}
# The answer and the five items: awareness, desire, knowledge, ability, reinforcement.
MAY: Given = {
    "D10": [(5,), (4,), (3,), (2,), (2,), (1,)],  # 2 of 6 content
    "D11": [(3,)] * 5,  # none of 5, and hidden: without it the two of D12 could be worked out
    "D12": [(5,), (1,)],
    "D20": [(4,)] * 4 + [(2,)] * 3,  # 4 of 7
}
JUNE: Given = {
    "D10": [(5, 5, 4, 3, 2, 4), (5, 4, 4, 3, 2, 4), (4, 4, 4, 2, 2, 4), (4, 4, 3, 3, 3, 2), (2, 3, 3, 3, 2, 2)],
    "D11": [(5, 4, 3, 4, 4, 4)] * 3 + [(1, 4, 3, 4, 4, 4)] * 3,
    "D12": [(1, 1, 1, 1, 1, 1)] * 2,
    "D20": [(4, 4, 4, 4, 4, 4)] * 4 + [(4, 4, 4, 4, 4, None), (3, 3, 3, 3, 3, None)],
    "D21": [(5, 5, 5, 5, 5, 5)] * 3,
}
ASKED = {"D10": 8, "D11": 6, "D12": 3, "D20": 10, "D21": 4}


@pytest.fixture
def company(app: Flask) -> dict[str, int]:
    """Two branches of three and two departments, asked in May and in June; ids of departments, rounds and readers."""
    with app.app_context(), transaction():
        homes = {code: make_department(code, code, code).id for code in ("D10", "D20")}
        homes |= {code: make_department(code, code, code, parent_id=homes["D10"]).id for code in ("D11", "D12")}
        homes["D21"] = make_department("D21", "D21", "D21", parent_id=homes["D20"]).id
        numbers = count(1)
        people = {
            code: [make_person(f"{next(numbers):06}", f"{code}-{n}", homes[code]).id for n in range(size)]
            for code, size in ASKED.items()
        }
        may = _ask(homes, "2026-05", {code: people[code] for code in MAY}, MAY, None)
        june = _ask(homes, "2026-06", people, JUNE, may)
        readers = {
            "pmo": make_person("900001", "pmo", homes["D20"], Role.pmo, **AWAY).id,
            "chen": make_person("900002", "chen", homes["D10"], Role.manager, **AWAY).id,
        }
        return {**homes, **readers, "may": may, "june": june}


def _ask(homes: dict[str, int], month: str, people: dict[str, list[int]], given: Given, before: int | None) -> int:
    day = date.fromisoformat(f"{month}-28")
    moment = datetime(day.year, day.month, 28, tzinfo=UTC)
    asked = [(person, homes[code]) for code, ids in people.items() for person in ids]
    row = PulseRound(
        month=month,
        question_zh="满意吗？",
        question_en="Content?",
        closes_on=day,
        opened_at=moment,
        closed_at=moment,
        asked=len(asked),
        baseline_id=before,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(PulseInvitation(round_id=row.id, person_id=one, department_id=home) for one, home in asked)
    db.session.add_all(
        PulseAnswer(round=month, department_id=homes[code], answer=answer, **dict(zip(BARRIERS, items, strict=False)))
        for code, all_of_it in given.items()
        for answer, *items in all_of_it
    )
    return row.id


def figure_of(reader: int, code: str, day: str, department: str = "") -> Figure:
    """A metric as somebody sees it at the end of a day."""
    return figure(
        DEFINITIONS[code],
        scope_for(person(reader), department=department, path="", day=date.fromisoformat(f"2026-{day}")),
    )


def rows_of(found: Figure) -> list[Any]:
    """What each row adds above and below the line; all others together stand last."""
    rows = sorted(found.found.rows, key=lambda row: (row.key == "", str(row.key)))
    return [(row.key, Fraction(row.above), Fraction(row.below)) for row in rows]


def test_the_response_rate_is_answers_by_people_asked(app: Flask, company: dict[str, int]) -> None:
    with app.app_context():
        everyone = figure_of(company["pmo"], "P2", "06-30")
        assert everyone.found.value == Fraction(100 * 22, 31), "5 + 6 + 2 + 6 + 3 of 8 + 6 + 3 + 10 + 4"
        assert rows_of(everyone) == [("D10", 5, 8), ("D11", 6, 6), ("D20", 6, 10), ("", 5, 7)], (
            "two small ones together"
        )
        assert figure_of(company["pmo"], "P2", "06-30", "D10").found.value == Fraction("62.5")
        assert figure_of(company["pmo"], "P2", "06-30", "D12").found.reason == "suppressed"
        assert figure_of(company["pmo"], "P2", "07-31").found.reason == "not_measured", "no round in July"


def test_the_change_is_counted_in_points_with_both_intervals(app: Flask, company: dict[str, int]) -> None:
    with app.app_context():
        everyone = figure_of(company["pmo"], "P3", "06-30")
        assert everyone.found.value == Fraction(1500, 22) - 35, "15 of 22, less 7 of 20: 33.2 points"
        told = [rounded(bound) for bound in everyone.more.values()]
        assert told == ["47.3", "83.6", "18.1", "56.7"], "they overlap: it may be chance"
        assert figure_of(company["pmo"], "P3", "06-30", "D10").found.value == 80 - Fraction(100, 3), "4 of 5, 2 of 6"
        assert figure_of(company["pmo"], "P3", "06-30", "D20").found.value == Fraction(500, 6) - Fraction(400, 7)
        for hidden in ("D11", "D12", "D21"):
            assert figure_of(company["pmo"], "P3", "06-30", hidden).found.reason == "suppressed", hidden
        assert figure_of(company["pmo"], "P3", "05-31").found.reason == "not_measured", "May has no baseline"


def test_the_barrier_is_the_first_item_at_three_or_less(app: Flask, company: dict[str, int]) -> None:
    with app.app_context():
        own = figure_of(company["pmo"], "P4", "06-30", "D10").found
        told = [(row.key, Fraction(row.above), row.group) for row in own.rows]
        assert told == [
            ("awareness", 4, ""),
            ("desire", Fraction(18, 5), ""),
            ("knowledge", Fraction(14, 5), "barrier"),
            ("ability", Fraction(11, 5), ""),  # weaker, but later
            ("reinforcement", Fraction(16, 5), ""),
        ]
        exactly = figure_of(company["pmo"], "P4", "06-30", "D11").found
        assert [(row.key, row.above) for row in exactly.rows if row.group] == [("desire", 3)]
        assert figure_of(company["pmo"], "P4", "06-30", "D20").found.reason == "suppressed", "four answers to the last"
        everyone = figure_of(company["pmo"], "P4", "06-30").found
        assert [(Fraction(row.above), row.below) for row in everyone.rows] == [
            (Fraction(84, 22), 22),
            (Fraction(76, 22), 22),
            (Fraction(78, 22), 22),
            (Fraction(75, 22), 22),
            (Fraction(73, 20), 20),
        ]
        assert not any(row.group for row in everyone.rows)


def test_who_is_still_active_is_counted_from_day_one_of_the_own_wave(app: Flask, company: dict[str, int]) -> None:
    """D20 goes live on 1 January (whole month January, day 180 in June), D10 on the 5th (February, July)."""
    with app.app_context():
        with transaction():
            _go_live(company, "D20", date(2026, 1, 1))
            _go_live(company, "D10", date(2026, 1, 5))
            _use(company, "D20", "2026-01", [2, 4, 5, 3, 2, 2, 2, 3, 1, 0])  # eight are active
            _use(company, "D20", "2026-06", [2, 4, 5, 3, 2, 2, 1, 0, 4, 0])  # six of them still, and one new
            _use(company, "D10", "2026-02", [4, 4, 4, 2, 2, 2, 1, 1])  # six
            _use(company, "D11", "2026-02", [3] * 5 + [1])  # five
            _use(company, "D10", "2026-07", [4, 4, 4, 1, 1, 1, 4, 4])  # three of the six
            _use(company, "D11", "2026-07", [2] * 6)  # all five
        in_june, in_july = (figure_of(company["pmo"], "U4", day) for day in ("06-30", "07-31"))
        assert in_june.found.value == 75
        assert rows_of(in_june) == [("D10", 0, 0), ("D11", 0, 0), ("D20", 6, 8)], "whose day 180 is to come"
        assert in_july.found.value == Fraction(100 * 14, 19)
        assert rows_of(in_july) == [("D10", 3, 6), ("D11", 5, 5), ("D20", 6, 8)]
        assert figure_of(company["chen"], "U4", "07-31", "D10").found.value == 50
        assert rows_of(figure_of(company["pmo"], "U4", "07-15")) == rows_of(in_june), "July is not over"


def _go_live(company: dict[str, int], code: str, day: date) -> None:
    wave = RolloutWave(name=code, kind=WaveKind.site, go_live_on=day, units=[])
    wave.units.append(WaveUnit(department_id=company[code]))
    db.session.add(wave)


def _use(company: dict[str, int], code: str, month: str, weeks: list[int]) -> None:
    people = db.session.scalars(
        sa.select(Person.id).where(Person.department_id == company[code], ~Person.employee_no.startswith("9"))
    )
    db.session.add_all(
        UsageMonth(person_id=one, month=month, active_weeks=told, core_due=4, core_on_time=4)
        for one, told in zip(people.all(), weeks, strict=True)
    )


def test_a_manager_sees_every_department_of_the_branch_and_nothing_of_few(
    company: dict[str, int], visit: Visit
) -> None:
    def lines(round_id: int, reader: str) -> dict[str, str]:
        page = visit(f"/metrics/pulse/{round_id}", as_=company[reader])
        rows = page.root.cssselect("[aria-labelledby=departments-heading] tbody tr")
        cells = [[" ".join(cell.text_content().split()) for cell in row.cssselect("th, td")] for row in rows]
        return {row[0]: row[3] for row in cells}

    few = "too few answers to show"
    assert lines(company["june"], "chen") == {"D10": "80.0 % 4/5", "D11": "50.0 % 3/6", "D12": few}
    assert lines(company["may"], "chen") == {"D10": "33.3 % 2/6", "D11": few, "D12": few}, "five, hidden beside two"
    everything = lines(company["may"], "pmo")
    assert visit(f"/metrics/pulse/{company['may']}", as_=company["chen"], language="zh").has("#departments-heading")
    assert everything == {**lines(company["may"], "chen"), "D20": "57.1 % 4/7"}, "nobody sees more by seeing less"
