"""The coverage of a department and of a project group, by numbers."""

import pytest

from app.ambassadors.queries import Coverage, department_coverage, group_coverage, superuser_target


@pytest.mark.parametrize(("headcount", "target"), [(0, 1), (1, 1), (40, 1), (41, 2), (80, 2), (81, 3), (400, 10)])
def test_one_superuser_is_needed_for_each_forty_people_begun(headcount: int, target: int) -> None:
    assert superuser_target(headcount, 40) == target


@pytest.mark.parametrize(
    ("serving", "target", "coverage"),
    [
        (0, 1, Coverage.gap),
        (0, 5, Coverage.gap),
        (1, 1, Coverage.single_point),
        (1, 3, Coverage.single_point),
        (2, 1, Coverage.covered),
        (2, 2, Coverage.covered),
        (3, 1, Coverage.over),
        (3, 3, Coverage.covered),
        (4, 3, Coverage.over),
    ],
)
def test_a_department_is_a_gap_a_single_point_covered_or_over(serving: int, target: int, coverage: Coverage) -> None:
    assert department_coverage(serving, target) is coverage


@pytest.mark.parametrize(
    ("serving", "coverage"), [(0, Coverage.gap), (1, Coverage.covered), (2, Coverage.covered), (3, Coverage.over)]
)
def test_a_project_group_needs_one_ambassador(serving: int, coverage: Coverage) -> None:
    assert group_coverage(serving) is coverage
