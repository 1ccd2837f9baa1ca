from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from app.foundation.calendar import WorkingCalendar
from app.metrics.formulas import adoption, benefits, coverage, ideas, pulse, scorecard, training
from app.metrics.formulas.numbers import Ratio, median, percentile, rounded, wilson
from app.metrics.formulas.rows import AsOf, AssignmentRow, AttemptRow, BenefitRow, IdeaRow, PersonRow, VoteRow

SHANGHAI = ZoneInfo("Asia/Shanghai")
AS_OF = AsOf(date(2026, 6, 30), SHANGHAI)
LIN = PersonRow(1, "000101", "D10")


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(125, 100), 1, "1.3"),
        (Fraction(135, 100), 1, "1.4"),
        (Fraction(-5, 100), 1, "-0.1"),
        (Fraction(-4, 100), 1, "0.0"),
        (0, 1, "0.0"),
        (Fraction(1, 3), 2, "0.33"),
        (Decimal("2.675"), 2, "2.68"),
        (Fraction(2, 3), 0, "1"),
        (None, 1, None),
    ],
)
def test_numbers_are_rounded_half_up(value: Fraction | None, places: int, text: str | None) -> None:
    assert rounded(value, places) == text


def test_of_nothing_there_is_no_share() -> None:
    assert Ratio(0, 0).as_json() == {"numerator": 0, "denominator": 0, "percent": None}
    assert Ratio(1, 2) + Ratio(1, 6) == Ratio(2, 8)


def test_medians_and_percentiles() -> None:
    assert median([24, 6, 3, Fraction(1, 2)]) == Fraction(9, 2)
    assert percentile([24, 6, 3, Fraction(1, 2)], 90) == 24
    assert (median([]), percentile([], 90)) == (None, None)


@pytest.mark.parametrize(
    ("part", "whole", "bounds"),
    [(34, 50, ("54.2", "79.2")), (46, 50, ("81.2", "96.8")), (8, 10, ("49.0", "94.3")), (0, 5, ("0.0", "43.4"))],
)
def test_the_interval_is_wilsons(part: int, whole: int, bounds: tuple[str, str]) -> None:
    found = wilson(Ratio(part, whole))
    assert found is not None
    assert tuple(rounded(bound) for bound in found) == bounds


def attempt(score: int, minute: int = 0) -> AttemptRow:
    return AttemptRow(datetime(2026, 6, 3, 6, minute, tzinfo=UTC), score, score >= 80)


def assignment(*series: tuple[AttemptRow, ...], **more: object) -> AssignmentRow:
    given: dict[str, object] = {
        "id": 1,
        "person": LIN,
        "path": "EU",
        "mandatory": True,
        "assigned_at": datetime(2026, 6, 1, tzinfo=UTC),
        "due_on": date(2026, 6, 15),
        "series": series,
    }
    return AssignmentRow(**{**given, **more})  # type: ignore[arg-type]


def test_a_path_of_several_quizzes_is_passed_at_first_when_each_is() -> None:
    good, mixed = assignment((attempt(90),), (attempt(80),)), assignment((attempt(90),), (attempt(70), attempt(85)))
    assert training.first_passes([good, mixed], AS_OF) == Ratio(1, 2)
    assert training.official(mixed, AS_OF) == Fraction(175, 2)
    assert training.attempts_per_pass([good, mixed], AS_OF) == Fraction(5, 4)


def test_the_official_score_is_the_first_passing_attempt_not_the_best() -> None:
    assert training.official(assignment((attempt(85), attempt(99, 1))), AS_OF) == 85
    assert training.official(assignment((attempt(70), attempt(79, 1))), AS_OF) is None
    assert training.best_so_far(assignment((attempt(79), attempt(70, 1))), AS_OF) == 79


def test_an_expired_certificate_breaks_compliance_only_after_its_last_day() -> None:
    row = assignment(
        completed_at=datetime(2026, 6, 2, tzinfo=UTC),
        completed_on=date(2026, 6, 2),
        certificate_expires_on=date(2026, 6, 30),
    )
    assert training.compliance([row], AS_OF) == Ratio(1, 1)
    assert training.compliance([row], AsOf(date(2026, 7, 1), SHANGHAI)) == Ratio(0, 1)


def test_somebody_back_from_leave_counts_again() -> None:
    person = PersonRow(1, "1", "D10", leave_from=date(2026, 6, 5), leave_to=date(2026, 6, 20))
    assert [person.counts_at_end_of(date(2026, 6, day)) for day in (4, 5, 20, 21)] == [True, False, False, True]


@pytest.mark.parametrize(
    ("serving", "heads", "status"),
    [(0, 5, "gap"), (1, 5, "single point"), (2, 5, "ok"), (3, 100, "ok"), (3, 5, "over"), (4, 130, "ok")],
)
def test_coverage_has_four_states(serving: int, heads: int, status: str) -> None:
    assert coverage.coverage_status(serving, heads) == status
    assert [coverage.target(count) for count in (0, 1, 40, 41, 80, 81)] == [1, 1, 1, 2, 2, 3]


def idea(number: int, author: int = 9, **more: object) -> IdeaRow:
    return IdeaRow(number, f"I-{number}", author, "D10", datetime(2026, 6, 1, tzinfo=UTC), **more)  # type: ignore[arg-type]


def test_votes_of_merged_ideas_count_once_on_the_last_target() -> None:
    merged = datetime(2026, 6, 2, tzinfo=UTC)
    rows = [idea(1, author=7), idea(2, target=1, merged_at=merged), idea(3, target=2, merged_at=merged)]
    votes = [VoteRow(3, 1, "A"), VoteRow(2, 1, "A"), VoteRow(3, 2, "B"), VoteRow(3, 7, "B"), VoteRow(1, 3, "A")]
    ballots = ideas.standing_votes(rows, votes, AS_OF)
    assert ballots == {1: {1: "A", 2: "B", 3: "A"}}
    assert rounded(ideas.breadth(ballots[1]), 2) == "2.41"


def test_days_of_waiting_for_the_author_are_not_days_of_deciding() -> None:
    row = idea(
        1,
        accepted_at=datetime(2026, 6, 11, 4, tzinfo=UTC),
        waiting=((datetime(2026, 6, 3, tzinfo=UTC), datetime(2026, 6, 6, tzinfo=UTC)),),
    )
    assert ideas.decision_days(row, AS_OF) == 7


def test_small_groups_stay_hidden_even_from_subtraction() -> None:
    five, six, three = [4] * 5, [5] * 6, [1] * 3
    assert pulse.shown_departments({"A": five, "B": six, "C": three}) == ["B"]
    assert pulse.shown_departments({"A": five, "B": six, "C": three, "D": [2, 2]}) == ["A", "B"]
    assert pulse.shown_departments({"A": five, "C": []}) == ["A"]
    assert pulse.company_wide({"A": three}) is None


def test_a_loss_counts_in_full_however_thin_its_evidence() -> None:
    assert benefits.total([BenefitRow(-3, 105, "claimed"), BenefitRow(30, 20, "claimed")]) == Fraction(-1, 4)


def test_missing_parts_drop_out_and_too_few_give_no_value() -> None:
    weights = {"a": 40, "b": 40, "c": 20}
    assert adoption.weighed_mean({"a": Fraction(100), "b": Fraction(50), "c": None}, weights).value == 75
    assert adoption.weighed_mean({"a": Fraction(100), "b": None, "c": None}, weights).value is None


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-05-08T17:00", "2026-05-09T10:00", 2),
        ("2026-05-08T17:00", "2026-05-11T10:00", 11),
        ("2026-04-30T17:30", "2026-05-06T10:30", 2),
        ("2026-06-01T08:00", "2026-06-01T20:00", 9),
        ("2026-06-01T10:00", "2026-06-01T09:00", 0),
    ],
)
def test_business_hours_follow_the_calendar(start: str, end: str, hours: int) -> None:
    holidays = frozenset(date(2026, *day) for day in ((5, 1), (5, 4), (5, 5), (6, 19)))
    calendar = WorkingCalendar(SHANGHAI, holidays=holidays, makeup_days=frozenset({date(2026, 5, 9)}))
    moments = [datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (start, end)]
    assert calendar.hours_between(*moments) == hours


def test_who_was_asked_for_no_hands_on_task_is_not_scored_on_one() -> None:
    asked, unasked = assignment((attempt(90),)), assignment((attempt(90),), practice_required=False)
    assert scorecard.practice([asked, unasked], AS_OF) == Ratio(0, 1)
    assert scorecard.practice([unasked], AS_OF).value is None
