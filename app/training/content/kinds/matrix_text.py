"""Reads `.matrix`: a scenario and a table of `x`, empty and `?`; refuses tables that can be passed without thinking."""

from __future__ import annotations

from fractions import Fraction

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import plain, render_line, rows
from app.foundation.content.texts import NOTHING, alone
from app.training.content import words
from app.training.content.kinds.matrix import MatrixDrill, Row, RowKey
from app.training.content.kinds.opening import scenario_and, settings_of
from app.training.content.sections import Section

SETTINGS = ("pass", "attempts", "rows")
MOST_COLUMNS = 8
_HINTS = {"提示", "hint", "hints"}
_TICKS = {"x", "×", "✓", "✔", "√", "☑"}
_EMPTY = {"", "-", "☐"}
_NOT_ASKED = {"?"}


def read_matrix(section: Section, notebook: Notebook) -> MatrixDrill | None:
    """A matrix from its section; None where it has no usable table."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    opening = scenario_and(section, "table", "table", notebook)
    if opening is None:
        return None
    scenario, table = opening
    (head_line, heads), *body = rows(table)
    has_hints = words.tight(heads[-1]) in _HINTS
    columns = heads[1:-1] if has_hints else heads[1:]
    if not _columns_are_sound(columns, head_line, notebook):
        return None
    read = tuple(_row(line, cells, len(columns), has_hints, notebook) for line, cells in body)
    drill = MatrixDrill(
        **settings_of(section, scenario, notebook),
        corner=alone(plain(heads[0])),
        columns=tuple(alone(plain(one)) for one in columns),
        rows=read,
        fixed=section.is_fixed("rows", notebook),
    )
    _check(drill, notebook)
    return drill


def _columns_are_sound(columns: list[str], line: int, notebook: Notebook) -> bool:
    if not columns or len(columns) > MOST_COLUMNS:
        notebook.fault(line, f"The table needs names of rows and then 1 to {MOST_COLUMNS} columns to tick.")
        return False
    if not all(columns) or len({words.tight(one) for one in columns}) < len(columns):
        notebook.fault(line, "A column has no name, or two have the same; name each.")
    return True


def _row(line: int, cells: list[str], count: int, has_hints: bool, notebook: Notebook) -> Row:  # noqa: FBT001
    label = plain(cells[0])
    if not label:
        notebook.fault(line, "The row has no name; fill in its first column.")
    marks = [_mark(cell, line, notebook) for cell in cells[1 : count + 1]]
    asked = tuple(at for at, mark in enumerate(marks) if mark is not None)
    right = tuple(at for at, mark in enumerate(marks) if mark)
    hint = render_line(cells[count + 1]) if has_hints else ""
    if not hint and asked:
        notebook.advise(line, f"The row “{label}” has no hint; say why in a last column “Hint” (提示).")
    return Row(alone(label), asked, RowKey(right, alone(hint) if hint else NOTHING), line)


def _mark(cell: str, line: int, notebook: Notebook) -> bool | None:
    told = words.tight(plain(cell))
    if told in _NOT_ASKED:
        return None
    if told not in _TICKS | _EMPTY:
        notebook.fault(line, f"“{cell}” is no mark; write x to tick, nothing to leave empty, ? where it is not asked.")
    return told in _TICKS


def _check(drill: MatrixDrill, notebook: Notebook) -> None:
    names = [words.tight(one.label.zh) for one in drill.rows]
    for at, one in enumerate(drill.rows):
        if names[at] in names[:at]:
            notebook.fault(one.line, f"The row “{one.label.zh}” stands here twice; give each its own name.")
    ticks = sum(len(one.key.right) for one in drill.rows)
    if not ticks:
        notebook.fault(drill.line, "No box is to be ticked; mark the right ones with “x”.")
    elif 100 * Fraction(ticks, drill.boxes) >= drill.pass_mark:
        share = round(100 * ticks / drill.boxes)
        notebook.fault(drill.line, f"Ticking every box would earn {share} % and pass; leave more empty or raise pass.")
    elif 100 * Fraction(drill.boxes - ticks, drill.boxes) >= drill.pass_mark:
        share = round(100 * (drill.boxes - ticks) / drill.boxes)
        notebook.fault(drill.line, f"Leaving almost all empty would earn {share} % and pass; raise pass above it.")
