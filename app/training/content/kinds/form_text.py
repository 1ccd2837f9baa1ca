"""Reads `.form`: a scenario and a table of fields; refuses fields that nobody could fill in rightly."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, line_of, marked_term, plain, render, render_line, rows
from app.foundation.content.texts import alone
from app.training.content import words
from app.training.content.accept import Control, TextRule
from app.training.content.accept_text import Condition, Misread, read_condition, read_control, read_rule
from app.training.content.kinds.form import Field, FieldKey, FormDrill, When
from app.training.content.sections import Section

SETTINGS = ("pass", "attempts")
_COLUMNS = {
    "字段": "field",
    "field": "field",
    "控件": "control",
    "control": "control",
    "正确": "correct",
    "正确答案": "correct",
    "correct": "correct",
    "提示": "hint",
    "hint": "hint",
}


def read_form(section: Section, notebook: Notebook) -> FormDrill | None:
    """A form from its section; None where it has no usable table."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    table = next((node for node in section.nodes if node.type == "table"), None)
    if table is None:
        notebook.fault(section.line, "The form has no table; add one with the columns Field, Control, Correct, Hint.")
        return None
    place = section.nodes.index(table)
    if section.nodes[place + 1 :]:
        after = line_of(section.nodes[place + 1])
        notebook.fault(after, "Text after the table of a form is not shown; move it above the table.")
    scenario = render([child for node in section.nodes[:place] for child in _said(node)])
    if not scenario:
        notebook.advise(section.line, "The form has no scenario; tell the case in a “>” below the heading.")
    return FormDrill(
        id=section.id,
        title=alone(section.title),
        scenario=alone(scenario),
        pass_mark=section.whole("pass", 80, 1, 100, notebook) or 80,
        attempts=section.whole("attempts", None, 1, 20, notebook),
        line=section.line,
        fields=_fields(table, notebook),
    )


def _fields(table: Node, notebook: Notebook) -> tuple[Field, ...]:
    (head_line, heads), *body = rows(table)
    columns = [_COLUMNS.get(words.tight(head), "") for head in heads]
    if sorted(columns) != ["control", "correct", "field", "hint"]:
        notebook.fault(
            head_line, "The table needs exactly the columns Field, Control, Correct, Hint (字段、控件、正确、提示)."
        )
        return ()
    if not body:
        notebook.fault(head_line, "The form has no fields; add a row for each.")
    table_of_fields = _Fields(notebook)
    for line, cells in body:
        table_of_fields.add(dict(zip(columns, cells, strict=True)), line)
    return tuple(table_of_fields.read)


@dataclass(slots=True)
class _Fields:
    """The fields read so far; a condition may name those above it. Of a broken one only the name is kept."""

    notebook: Notebook
    read: list[Field] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def add(self, cells: dict[str, str], line: int) -> None:
        """Read one row; what is wrong with it goes to the notebook."""
        label = plain(cells["field"].rstrip("*＊ "))
        self._check_name(label, line)
        if not cells["hint"]:
            self.notebook.advise(line, f"The field “{label}” has no hint; say what a wrong answer gets wrong.")
        try:
            control = read_control(cells["control"])
            key = self._key(control, cells)
        except Misread as misread:
            self.notebook.fault(line, f"Field “{label}”: {misread}")
            self.broken.add(words.tight(label))
            return
        if key:
            required = cells["field"].endswith(("*", "＊"))
            self._check_fair(label, key, line, required=required)
            self.read.append(Field(alone(label), control, required, key, marked_term(cells["field"]), line))

    def _check_name(self, label: str, line: int) -> None:
        if not label:
            self.notebook.fault(line, "The field has no name; fill in the column “Field”.")
        if words.tight(label) in self.broken | {words.tight(one.label.zh) for one in self.read}:
            self.notebook.fault(line, f"The field “{label}” stands here twice; give each field its own name.")

    def _check_fair(self, label: str, key: FieldKey, line: int, *, required: bool) -> None:
        accepts_nothing = isinstance(key.rule, TextRule) and not key.rule.words.zh.groups
        if not required and key.when is None and not accepts_nothing:
            self.notebook.advise(
                line, f"The field “{label}” counts but is not marked as required; add “*” to its name."
            )

    def _key(self, control: Control, cells: dict[str, str]) -> FieldKey | None:
        """The field's key; None where its condition names a broken field, whose fault is enough."""
        condition = read_condition(cells["correct"])
        if condition and words.tight(condition.field) in self.broken:
            return None
        when = self._when(condition) if condition else None
        rule = read_rule(control, condition.rest if condition else cells["correct"])
        return FieldKey(rule, when, alone(render_line(cells["hint"])))

    def _when(self, condition: Condition) -> When:
        for index, one in enumerate(self.read):
            if words.tight(one.label.zh) == words.tight(condition.field):
                return When(index, read_rule(one.control, condition.value))
        raise Misread(
            f"The condition names “{condition.field}”, which is no field above this one; use the exact name of one."
        )


def _said(node: Node) -> list[Node]:
    return list(node.children) if node.type == "blockquote" else [node]
