"""`.matrix`: a table of boxes to tick, graded box by box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from app.foundation.content.texts import NOTHING, Both, Text
from app.training.content import words
from app.training.content.objects import Drill, Page
from app.training.content.results import ItemResult, Result, Solution, Step, result
from app.training.content.shuffle import order

NONE_OF_THEM: Text = Both("都不勾", "none of them")


@dataclass(frozen=True, slots=True)
class RowKey:
    """What must not reach a page before grading: the columns to tick, counted from 0, and the author's word."""

    right: tuple[int, ...]
    hint: Text


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `asked` are the columns, counted from 0, whose box is asked for. Its label is plain text."""

    label: Text
    asked: tuple[int, ...]
    key: RowKey
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CellView:
    """A box: the column's name, the value to post, whether it is asked for and ticked."""

    value: str
    column: str
    asked: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as shown. Post `name` = the values of the boxes ticked."""

    name: str
    position: int
    label: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class MatrixPage(Page):
    """The table as shown: rows in the seed's order or as written, columns as written; `corner` heads the rows."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixDrill(Drill):
    """Rows and columns. The answer is `{"m1": [columns], …}` by the place of the row on the page.

    One point for each box asked for, ticked or left empty rightly; but a table in which nothing was ticked earns none.
    """

    kind: ClassVar[str] = "matrix"
    corner: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    fixed: bool = False

    @property
    def input_names(self) -> tuple[str, ...]:
        """One name per row."""
        return tuple(name_of(place) for place in range(len(self.rows)))

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> MatrixPage:
        """The table with the ticks so far."""
        columns = tuple(one.of(language) for one in self.columns)
        rows = tuple(
            _show(self.rows[index], place, columns, self._ticked(answers, place), language)
            for place, index in enumerate(self._shown(seed))
        )
        title, scenario = self.title.of(language), self.scenario.of(language)
        return MatrixPage(self.kind, title, scenario, self.pass_mark, self.corner.of(language), columns, rows)

    def grade(self, answers: object, seed: int) -> Result:
        """Grade box by box; an item is a row."""
        given = self.unanswered(answers, seed) == []
        items = tuple(
            _judge(self.rows[index], place, self._ticked(answers, place), given=given)
            for place, index in enumerate(self._shown(seed))
        )
        return result(sum((one.points for one in items), Fraction(0)), self.boxes, self.pass_mark, items)

    def solution(self, language: str, seed: int) -> Solution:
        """What to tick in each row, and why."""
        shown = self._shown(seed)
        steps = tuple(self._step(place, self.rows[index], language) for place, index in enumerate(shown))
        posted = {
            name_of(place): tuple(str(at + 1) for at in self.rows[index].key.right) for place, index in enumerate(shown)
        }
        return Solution(steps, posted)

    def unanswered(self, answers: object, seed: int) -> list[str]:  # noqa: ARG002 - any tick will do
        """Every row while nothing is ticked at all; a row without ticks may be right."""
        asked = enumerate(self.input_names)
        return [] if any(self._ticked(answers, place) for place, _ in asked) else list(self.input_names)

    def graded_facts(self) -> dict[str, object]:
        """The columns, and of each row the boxes asked for and those to tick, whatever the order of the rows."""
        rows = sorted(
            [words.fold(one.label.zh), words.fold(one.label.en), list(one.asked), list(one.key.right)]
            for one in self.rows
        )
        columns = [[words.fold(one.zh), words.fold(one.en)] for one in self.columns]
        return {"kind": self.kind, "pass": self.pass_mark, "columns": columns, "rows": rows}

    @property
    def boxes(self) -> int:
        """How many boxes are asked for."""
        return sum(len(one.asked) for one in self.rows)

    def _ticked(self, answers: object, place: int) -> set[int]:
        given = words.all_said(words.answer(answers, name_of(place)))
        places = {words.position(value, len(self.columns)) for value in given}
        return {one for one in places if one is not None}

    def _shown(self, seed: int) -> list[int]:
        count = len(self.rows)
        return list(range(count)) if self.fixed else order(count, seed, "rows", self.id)

    def _step(self, place: int, row: Row, language: str) -> Step:
        ticked = [self.columns[at].of(language) for at in row.key.right]
        value = " · ".join(ticked) or NONE_OF_THEM.of(language)
        return Step(name_of(place), row.label.of(language), value, row.key.hint.of(language))


def name_of(place: int) -> str:
    """The name of the boxes of the row at that place, counted from 0."""
    return f"m{place + 1}"


def _show(row: Row, place: int, columns: tuple[str, ...], ticked: set[int], language: str) -> RowView:
    cells = tuple(
        CellView(str(at + 1), column, asked=at in row.asked, chosen=at in row.asked and at in ticked)
        for at, column in enumerate(columns)
    )
    return RowView(name_of(place), place + 1, row.label.of(language), cells)


def _judge(row: Row, place: int, ticked: set[int], *, given: bool) -> ItemResult:
    right = sum((at in ticked) == (at in row.key.right) for at in row.asked) if given else 0
    ok = right == len(row.asked)
    applies = bool(row.asked)
    return ItemResult(
        place + 1, name_of(place), ok and applies, applies, Fraction(right), NOTHING if ok else row.key.hint
    )
