"""Drills to order, to tick and to find faults in, and variants: what they show, what they earn, what they say."""

from collections import Counter
from fractions import Fraction
from itertools import permutations, product
from typing import cast

import pytest

from app.training.content import ordering
from app.training.content.hashes import drill_hashes
from app.training.content.kinds.matrix import MatrixDrill, MatrixPage
from app.training.content.kinds.order import OrderDrill, OrderPage
from app.training.content.kinds.spot import SpotDrill, SpotPage
from app.training.content.load import load_path
from app.training.content.objects import Drill, Path
from app.training.content.results import Result
from app.training.content.variants import TURNS, Variants, drawn, seed_of

ZH, EN = "many-kinds.zh.md", "many-kinds.en.md"


def drill(path: Path, name: str) -> Drill:
    """A drill of the path."""
    return cast("Drill", path.modules[0].drill(name))


@pytest.fixture
def steps(more: Path) -> OrderDrill:
    """Five steps to put in order."""
    return cast("OrderDrill", drill(more, "make-template"))


@pytest.fixture
def rights(more: Path) -> MatrixDrill:
    """Four rights of three roles; eleven boxes are asked for."""
    return cast("MatrixDrill", drill(more, "role-perm"))


@pytest.fixture
def report(more: Path) -> SpotDrill:
    """Five lines, two of them faulty."""
    return cast("SpotDrill", drill(more, "spot-report"))


# To put in order


def ranked(steps: OrderDrill, ranks: tuple[int, ...], seed: int = 4) -> Result:
    """The result where the author's first step has the first of these ranks, and so on."""
    shown = [int(rank) - 1 for rank in steps.solution("en", seed).answers["o1"]]
    return steps.grade({"o1": [str(ranks[index]) for index in shown]}, seed)


def test_an_order_earns_its_pairs_and_reversed_nothing(steps: OrderDrill) -> None:
    for ranks in permutations(range(1, 6)):
        result = ranked(steps, ranks)
        ordered = sum(ranks[a] < ranks[b] for a in range(5) for b in range(a + 1, 5))
        assert (int(result.points), result.max_points) == (ordered, 10)
    assert ranked(steps, (5, 4, 3, 2, 1)).percent == 0
    assert ranked(steps, (2, 1, 3, 4, 5)).percent == 90


def test_only_the_step_that_must_be_moved_is_said_to_be_wrong(steps: OrderDrill) -> None:
    result = ranked(steps, (5, 1, 2, 3, 4))
    wrong = [item for item in result.items if not item.ok]
    assert [str(item.hint.en) for item in wrong] == [str(steps.steps[0].key.feedback.en)]
    assert all(not item.hint.en for item in result.items if item.ok)


def test_equal_and_missing_ranks_are_in_no_order(steps: OrderDrill) -> None:
    assert ranked(steps, (1, 1, 1, 1, 1)).percent == 0
    assert steps.grade({"o1": ["1"]}, 4).percent == 0
    assert steps.unanswered({"o1": ["1", "", "2"]}, 4) == ["o1-2", "o1-4", "o1-5"]


def test_steps_stand_as_they_were_arranged(steps: OrderDrill) -> None:
    fresh = steps.presentation("en", 4)
    assert [option.value for option in fresh.options] == ["1", "2", "3", "4", "5"]
    assert [option.rank for option in fresh.options] == [""] * 5
    arranged = steps.presentation("en", 4, {"o1": ["2", "３", "1"]})
    assert [(option.value, option.rank) for option in arranged.options] == [
        ("3", "1"), ("1", "2"), ("2", "３"), ("4", ""), ("5", ""),
    ]  # fmt: skip
    assert arranged.options[1].label == fresh.options[0].label


def test_an_arrow_moves_one_thing_by_one_place_and_numbers_all() -> None:
    assert ordering.moved([], 0, 0, 1) == []
    assert ordering.moved(["", "", ""], 3, 2, -1) == ["1", "3", "2"]
    assert ordering.moved(["3", "1", "2"], 3, 0, -1) == ["2", "1", "3"]
    assert ordering.moved(["1", "2", "3"], 3, 0, -1) == ["1", "2", "3"]
    assert ordering.moved(["1", "2", "3"], 3, 2, 1) == ["1", "2", "3"]
    assert ordering.moved(["x", "9", "1"], 3, 7, 1) == ["2", "3", "1"]


@pytest.mark.parametrize("kind", ["order", "spot", "matrix"])
def test_places_on_the_page_tell_nothing(kind: str, more: Path) -> None:
    """Over many seeds everything stands everywhere equally often, so that the author's order cannot be told."""
    found = next(one for one in more.modules[0].drills if one.kind == kind)
    seen = Counter[tuple[str, int]]()
    count, rounds = 0, 2_000
    for seed in range(rounds):
        page = found.presentation("en", seed)
        options = page.rows if isinstance(page, MatrixPage) else cast("OrderPage | SpotPage", page).options
        labels = [str(one.label) for one in options]
        count = len(labels)
        seen.update(zip(labels, range(count), strict=True))
    assert len(seen) == count * count
    expected = rounds / count
    chi2 = sum((often - expected) ** 2 / expected for often in seen.values())
    assert chi2 < 2 * count * count, "far beyond what chance explains"


# To tick


def ticked(rights: MatrixDrill, boxes: dict[str, list[int]], seed: int = 9) -> Result:
    """The result where these columns (from 1) are ticked in these rows."""
    rows = rights.presentation("en", seed).rows
    return rights.grade({row.name: [str(at) for at in boxes.get(row.label, [])] for row in rows}, seed)


RIGHT = {"Change progress": [1, 2], "See progress": [1, 2, 3], "See costs": [1]}


def test_a_table_earns_a_point_for_each_box(rights: MatrixDrill) -> None:
    assert (int(ticked(rights, RIGHT).points), ticked(rights, RIGHT).max_points) == (11, 11)
    result = ticked(rights, RIGHT | {"Delete the project": [1]})
    assert (int(result.points), result.percent, result.passed) == (10, 91, True)
    wrong = [item for item in result.items if not item.ok]
    assert [item.hint.en for item in wrong] == ["Nobody deletes a project in passing"]


def test_a_box_that_is_not_asked_for_counts_nowhere(rights: MatrixDrill) -> None:
    result = ticked(rights, RIGHT | {"See costs": [1, 3]})
    assert (int(result.points), result.max_points, result.percent) == (11, 11, 100)
    costs = next(row for row in rights.presentation("en", 9).rows if row.label == "See costs")
    assert [(cell.asked, cell.chosen) for cell in costs.cells] == [(True, False), (True, False), (False, False)]


def test_nothing_and_everything_ticked_do_not_pass(rights: MatrixDrill) -> None:
    assert ticked(rights, {}).points == 0
    assert rights.unanswered({}, 9) == ["m1", "m2", "m3", "m4"]
    everything = ticked(rights, {str(row.label.en): [1, 2, 3] for row in rights.rows})
    assert (everything.percent, everything.passed) == (55, False)


def test_columns_stand_as_written_and_rows_as_the_author_wishes(more_files: dict[str, str]) -> None:
    fixed = {name: text.replace("pass=90}", "pass=90 rows=fixed}") for name, text in more_files.items()}
    for files, orders in ((more_files, 5), (fixed, 1)):
        found = drill(load_path(files), "role-perm")
        pages = [cast("MatrixPage", found.presentation("en", seed)) for seed in range(40)]
        assert {page.columns for page in pages} == {("Project manager", "Member", "Stakeholder")}
        assert len({tuple(row.label for row in page.rows) for page in pages}) >= orders
        assert (len({page.rows[0].label for page in pages}) == 1) == (orders == 1)


# To find faults in


def test_faults_found_count_and_sound_lines_blamed_cost(report: SpotDrill) -> None:
    for seed in range(6):
        faulty = {int(one) for one in report.solution("en", seed).answers["s1"]}
        for picks in product([False, True], repeat=5):
            places = {place for place, picked in enumerate(picks, 1) if picked}
            result = report.grade({"s1": [str(one) for one in places]}, seed)
            found = Fraction(len(places & faulty), 2) - Fraction(len(places - faulty), 3)
            assert result.percent == max(0, int(100 * found + Fraction(1, 2)))
            assert (result.percent == 100) == (places == faulty)
    assert report.grade({"s1": ["1", "2", "3", "4", "5"]}, 1).percent == 0


def test_the_word_on_a_line_is_said_once_and_only_after_grading(report: SpotDrill) -> None:
    result = report.grade({}, 3)
    said = [(bool(item.hint.en), bool(item.explanation.en)) for item in result.items if not item.ok]
    assert said == [(True, False)] * 2
    words = [str(item.explanation.en) for item in result.items if item.ok and item.explanation.en]
    assert words == ["<p>It says how far it got.</p>"]
    assert "24 hours" not in repr(report.presentation("en", 3))
    assert "<s>" not in repr(report.presentation("en", 3))
    assert report.unanswered({}, 3) == ["s1"]


def test_lines_stand_as_written_where_the_author_says_so(more_files: dict[str, str]) -> None:
    fixed = {name: text.replace("pass=70 attempts=2}", "pass=70 lines=fixed}") for name, text in more_files.items()}
    found = drill(load_path(fixed), "spot-report")
    for seed in range(20):
        page = cast("SpotPage", found.presentation("en", seed))
        assert [str(one.label) for one in page.options][:2] == ["Task: joint testing", "Hours: 26"]


# Variants


@pytest.fixture
def hours(more: Path) -> Variants:
    """Three cases of one form."""
    return cast("Variants", drill(more, "hours"))


def test_variants_are_one_drill_with_the_settings_of_the_first(more: Path, hours: Variants) -> None:
    assert [one.id for one in more.modules[0].drills] == ["make-template", "role-perm", "spot-report", "hours", "ask"]
    assert (hours.title.en, hours.pass_mark, hours.attempts) == ("Enter hours", 80, 3)
    for seed in range(9):
        page = hours.presentation("en", seed)
        assert (page.kind, page.title, page.pass_mark) == ("form", "Enter hours", 80)
    assert more.modules[0].drill("hours-2") is None


def test_the_first_variant_is_the_one_to_see(hours: Variants) -> None:
    assert "6.5" in hours.presentation("en", 0).scenario
    assert hours.solution("en", 0).answers["f2"] == ("6.5",)


def test_the_next_attempt_has_the_next_variant_and_replay_is_pure(hours: Variants) -> None:
    for lot, first in ((7, 0), (123_456, 838)):
        seeds = [seed_of(lot=lot, turn=first + number) for number in range(3)]
        assert {str(hours.presentation("zh", seed).scenario) for seed in seeds} == {
            str(case.scenario.zh) for case in hours.cases
        }
        assert all(drawn(hours, seed) is drawn(hours, seed) for seed in seeds)
        assert all(0 <= seed < 2**31 for seed in seeds)
    assert all(TURNS % count == 0 for count in range(1, 9))


def test_all_variants_are_drawn_equally_often(hours: Variants) -> None:
    drawn_cases = Counter(hours.cases.index(hours.drawn(seed_of(lot=lot, turn=lot))) for lot in range(3_000))
    assert all(800 < often < 1_200 for often in drawn_cases.values())


def test_both_hashes_cover_every_variant(more_files: dict[str, str], hours: Variants) -> None:
    before = drill_hashes(hours)
    case = {name: text.replace("Leave is not worked", "Leave does not count") for name, text in more_files.items()}
    after = drill_hashes(drill(load_path(case), "hours"))
    assert (after.display != before.display, after.grading == before.grading) == (True, True)
    key = {name: text.replace("| 3.5 |", "| 4 |") for name, text in more_files.items()}
    assert drill_hashes(drill(load_path(key), "hours")).grading != before.grading


def test_both_languages_hash_alike_and_order_of_lines_grades_nothing(more_files: dict[str, str], more: Path) -> None:
    moved = more_files | {
        EN: more_files[EN].replace("- Task: joint testing\n- ~~Hours: 26~~\n  > A day has 24 hours.\n", "- ~~Hours: 26~~\n  > A day has 24 hours.\n- Task: joint testing\n"),
        ZH: more_files[ZH].replace("- 任务：接口联调\n- ~~工时：26 小时~~\n  > 一天不会超过 24 小时。\n", "- ~~工时：26 小时~~\n  > 一天不会超过 24 小时。\n- 任务：接口联调\n"),
    }  # fmt: skip
    before, after = drill_hashes(drill(more, "spot-report")), drill_hashes(drill(load_path(moved), "spot-report"))
    assert (before.grading == after.grading, before.display == after.display) == (True, False)
    struck = {
        EN: more_files[EN].replace("- Done: sign-in tested by ourselves", "- ~~Done: sign-in tested by ourselves~~"),
        ZH: more_files[ZH].replace("- 完成：登录接口已自测", "- ~~完成：登录接口已自测~~"),
    }
    assert drill_hashes(drill(load_path(more_files | struck), "spot-report")).grading != before.grading
    box = {
        EN: more_files[EN].replace("| Delete the project |  |", "| Delete the project | x |"),
        ZH: more_files[ZH].replace("| 删除项目 |  |", "| 删除项目 | x |"),
    }
    changed = drill(load_path(more_files | box), "role-perm")
    assert drill_hashes(changed).grading != drill_hashes(drill(more, "role-perm")).grading
