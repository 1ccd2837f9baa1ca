"""`.form`: a form of the project-management software, graded field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar

from app.foundation.content.prose import bare
from app.foundation.content.texts import Text
from app.training.content import words
from app.training.content.accept import (
    Choice,
    ChoiceRule,
    Control,
    Date,
    Number,
    NumberRule,
    Rule,
    TextBox,
    is_right,
    sample,
    wanted,
)
from app.training.content.objects import Drill, Page
from app.training.content.questions import OptionView
from app.training.content.results import ItemResult, Result, Solution, Step, total


@dataclass(frozen=True, slots=True)
class When:
    """A field's condition: it applies where the answer to the field at `index` fits the rule."""

    index: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class FieldKey:
    """What must not reach a page before grading."""

    rule: Rule
    when: When | None
    hint: Text


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form; its label is plain text, and `term` the word of the tool lens that it marks, if any."""

    label: Text
    control: Control
    required: bool
    key: FieldKey
    term: str = ""
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as shown. `control` is choice, number, text or date; bounds are "" where there are none."""

    name: str
    position: int
    label: str
    control: str
    required: bool
    value: str
    options: tuple[OptionView, ...] = ()
    low: str = ""
    high: str = ""
    step: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class FormPage(Page):
    """A form as shown. For a text `low` and `high` are its least and most characters."""

    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDrill(Drill):
    """A form whose fields are one point each. Choices keep the author's order, as the real system does."""

    kind: ClassVar[str] = "form"
    fields: tuple[Field, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """One name per field."""
        return tuple(name_of(index) for index in range(len(self.fields)))

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> FormPage:  # noqa: ARG002 - nothing is shuffled
        """The form as shown, filled with the answers so far."""
        views = tuple(_show(one, index, language, answers) for index, one in enumerate(self.fields))
        return FormPage(self.kind, self.title.of(language), self.scenario.of(language), self.pass_mark, views)

    def grade(self, answers: object, seed: int) -> Result:  # noqa: ARG002 - nothing is shuffled
        """Grade field by field; a conditional field that does not apply leaves the total."""
        typed = [words.said(words.answer(answers, name_of(index))) for index in range(len(self.fields))]
        return total([self._grade_field(index, typed) for index in range(len(self.fields))], self.pass_mark)

    def solution(self, language: str, seed: int) -> Solution:  # noqa: ARG002 - nothing is shuffled
        """The form filled in; texts are made of the scenario's own sentences where these hold the words asked for."""
        sentences = _sentences(self.scenario.of(language))
        typed = [sample(one.control, one.key.rule, language, sentences) for one in self.fields]
        applying = [index for index in range(len(self.fields)) if self._applies(index, typed)]
        steps = tuple(_step(self.fields[index], index, typed[index], language) for index in applying)
        return Solution(steps, {name_of(index): (typed[index],) for index in applying})

    def unanswered(self, answers: Mapping[str, object], seed: int) -> list[str]:
        """The required fields that are empty."""
        required = {name_of(index) for index, one in enumerate(self.fields) if one.required}
        return [name for name in Drill.unanswered(self, answers, seed) if name in required]

    def graded_facts(self) -> dict[str, object]:
        """Controls, rules and conditions; words folded, so that a blank or a width moves nothing."""
        return {"kind": self.kind, "pass": self.pass_mark, "fields": [_facts(one) for one in self.fields]}

    def _grade_field(self, index: int, typed: list[str]) -> ItemResult:
        one = self.fields[index]
        if not self._applies(index, typed):
            return ItemResult(index + 1, name_of(index), ok=False, applies=False)
        given = bool(typed[index].strip()) or not one.required
        ok = given and is_right(one.control, one.key.rule, typed[index])
        points = Fraction(int(ok))
        return ItemResult(index + 1, name_of(index), ok, True, points) if ok else _wrong(one, index)

    def _applies(self, index: int, typed: list[str]) -> bool:
        when = self.fields[index].key.when
        if when is None:
            return True
        return self._applies(when.index, typed) and is_right(
            self.fields[when.index].control, when.rule, typed[when.index]
        )


def name_of(index: int) -> str:
    """The name of the input of the field at that index, counted from 0."""
    return f"f{index + 1}"


def _wrong(one: Field, index: int) -> ItemResult:
    return ItemResult(index + 1, name_of(index), ok=False, hint=one.key.hint)


def _show(one: Field, index: int, language: str, answers: Mapping[str, object] | None) -> FieldView:
    value = words.said(words.answer(answers, name_of(index)))
    shown = {"name": name_of(index), "position": index + 1, "label": one.label.of(language), "required": one.required}
    shown["term"] = one.term
    return FieldView(**shown, value=value, **_show_control(one.control, language, value))  # type: ignore[arg-type]


def _show_control(control: Control, language: str, value: str) -> dict[str, Any]:
    match control:
        case Choice(options):
            chosen = words.position(value, len(options))
            views = (OptionView(str(at + 1), one.of(language), at == chosen) for at, one in enumerate(options))
            return {"control": "choice", "options": tuple(views)}
        case Number(low, high, step):
            bounds = {"low": low, "high": high, "step": step}
            return {"control": "number"} | {name: "" if at is None else f"{at:f}" for name, at in bounds.items()}
        case TextBox(length):
            own = length.of(language)
            return {"control": "text", "low": str(own.low), "high": str(own.high)}
        case Date():
            return {"control": "date"}


def _step(one: Field, index: int, typed: str, language: str) -> Step:
    value = one.control.options[int(typed) - 1].of(language) if isinstance(one.control, Choice) else typed
    hint = one.key.hint.of(language)
    return Step(name_of(index), one.label.of(language), value, hint, wanted(one.key.rule, language))


def _facts(one: Field) -> object:
    when = [one.key.when.index, _rule_facts(one.key.when.rule)] if one.key.when else None
    return {"control": _control_facts(one.control), "rule": _rule_facts(one.key.rule), "when": when}


def _control_facts(control: Control) -> object:
    match control:
        case Choice(options):
            return ["choice", [[words.fold(one.zh), words.fold(one.en)] for one in options]]
        case Number(low, high, step):
            return ["number", *(None if at is None else f"{at.normalize():f}" for at in (low, high, step))]
        case TextBox(length):
            return ["text", [[one.low, one.high] for one in (length.zh, length.en)]]
        case Date():
            return ["date"]


def _rule_facts(rule: Rule) -> object:
    if isinstance(rule, ChoiceRule):
        return list(rule.right)
    if isinstance(rule, NumberRule):
        return [[f"{low.normalize():f}", f"{high.normalize():f}"] for low, high in rule.ranges]
    if hasattr(rule, "ranges"):
        return [[low.isoformat(), high.isoformat()] for low, high in rule.ranges]
    told = (rule.words.zh, rule.words.en)
    return [[one.whole, [[words.fold(term) for term in group] for group in one.groups]] for one in told]


def _sentences(scenario: str) -> list[str]:
    text = " ".join(bare(scenario).split())
    return [part.strip() for part in re.findall(r"[^。！？!?]+?(?:[。！？!?]|\.(?=\s|$)|$)", text) if part.strip()]
