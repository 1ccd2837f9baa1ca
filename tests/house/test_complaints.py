"""What people complain about in other systems: each complaint has a number, and at least one test that names it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent.parent

COMPLAINTS = {
    "T01": "a new version deletes or re-dates completions",
    "T02": "completion moves backwards",
    "T03": "a recalculation lowers who had finished",
    "T04": "progress above 100 %, or below it when all is done",
    "T06": "replaced content: back to nothing, or still complete without a mark",
    "T07": "another kind under the same id confuses old answers",
    "T09": "a repeat keeps the old date and brings no new certificate",
    "T10": "old certificates cannot be verified any more",
    "T11": "asked again though the reason is gone",
    "T12": "two chains of renewals",
    "T16": "the name on a certificate follows the profile, or can never be corrected",
    "T17": "Chinese names as boxes in the PDF",
    "T18": "the day of issue in place of the day of completion",
    "T19": "a certificate only after a reload or a nightly job",
    "T20": "a certificate without the test",
    "T21": "report and certificate show different attempts",
    "T23": "screen and file differ",
    "T24": "an idle page counted as time of learning",
    "T25": "garbled in spreadsheets",
    "T26": "leading zeros and long numbers destroyed",
    "T27": "names and headings that run as formulas",
    "T30": "a template that its own import refuses; a file in another dress; faults without a place",
    "T31": "who is missing from a file is removed",
    "T32": "an import of history erases what is there",
    "T33": "reports that time out or take the site down",
    "T35": "two due dates on one page by time zone",
    "T36": "badge, report and mail disagree about overdue",
    "T37": "mails to those who left or have finished, twice, or never",
    "T38": "leave stays overdue for ever",
    "T39": "a passed deadline locks learning",
    "T40": "a lost connection uses up an attempt",
    "T42": "locked though everything was done; locked but shown; no way on",
    "T43": "right answers refused for their spelling",
    "T44": "ordering by dragging only",
    "T45": "no way on after the last attempt",
    "T46": "merged accounts lose completions",
    "T47": "two people under one number",
    "T48": "a deleted person takes the history along",
    "T50": "prerequisites lesson by lesson, wrong after the next change of order",
}


def named_by_tests() -> dict[str, list[str]]:
    """The numbers that names and docstrings of tests begin with, and those tests."""
    found = defaultdict(list)
    for file in sorted(TESTS.rglob("test_*.py")):
        for test in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                for number in numbers_of(test):
                    found[number].append(f"{file.relative_to(TESTS)}::{test.name}")
    return dict(found)


def numbers_of(test: ast.FunctionDef) -> set[str]:
    """`test_t03_t06_…` and `T09, T10: …` name two each; a number further on in a sentence names nothing."""
    told = re.match(r"test_((?:t\d\d_)+)", test.name)
    said = re.match(r"(T\d\d(?:, T\d\d)*):", ast.get_docstring(test) or "")
    return set(re.findall(r"T\d\d", (told[1].upper() if told else "") + (said[1] if said else "")))


def test_every_complaint_has_a_test_that_names_it() -> None:
    assert COMPLAINTS.keys() - named_by_tests().keys() == set()


def test_no_test_names_a_complaint_that_nobody_made() -> None:
    named = named_by_tests()
    assert {number: named[number] for number in named.keys() - COMPLAINTS.keys()} == {}


def test_only_the_beginning_of_a_name_or_docstring_names_a_complaint() -> None:
    source = '''
def test_t03_t06_a_module_is_added(): ...
def test_a_repeat(): """T09, T10: two."""
def test_an_aside(): """Unlike T50: no."""
'''
    tests = [test for test in ast.parse(source).body if isinstance(test, ast.FunctionDef)]
    assert [numbers_of(test) for test in tests] == [{"T03", "T06"}, {"T09", "T10"}, set()]
