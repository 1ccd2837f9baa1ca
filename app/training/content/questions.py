"""Questions of a quiz or of a report to read: what they ask, their keys, how they are shown and graded.

One point each. Single, multiple and number are right or wrong (a multiple choice when exactly the right options are
ticked); an order earns the share of its pairs that stand in the right order, so exactly reversed earns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from markupsafe import Markup

from app.foundation.content.prose import bare, joined
from app.foundation.content.texts import NOTHING, Both, Text
from app.training.content import ordering, words
from app.training.content.accept import Number, NumberRule, sample
from app.training.content.results import ItemResult, Step
from app.training.content.shuffle import order

QUESTION_KINDS = ("single", "multiple", "number", "order")


@dataclass(frozen=True, slots=True)
class Option:
    """One option, or one item to put in order; `label` is safe HTML."""

    label: Text


@dataclass(frozen=True, slots=True)
class QuestionKey:
    """What must not reach a page before grading. `feedback` has one text per option, empty where there is none.

    For an order the right order is the order of the options themselves.
    """

    right: tuple[int, ...] = ()
    numbers: NumberRule | None = None
    feedback: tuple[Text, ...] = ()
    explanation: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options in the author's order, and its key.

    `prompt` is one line of safe HTML (fit for a legend), `detail` the blocks below it, often empty.
    """

    id: str
    kind: str
    prompt: Text
    detail: Text
    options: tuple[Option, ...]
    key: QuestionKey
    line: int = field(default=0, compare=False, repr=False)

    def facts(self) -> dict[str, object]:
        """What decides its grade, as plain JSON values."""
        numbers = (
            [[f"{at.normalize():f}" for at in pair] for pair in self.key.numbers.ranges] if self.key.numbers else []
        )
        labels = [[words.fold(bare(option.label.zh)), words.fold(bare(option.label.en))] for option in self.options]
        return {"id": self.id, "kind": self.kind, "options": labels, "right": list(self.key.right), "numbers": numbers}


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option as shown. `value` is its position on the page, from 1; post it back when it is chosen."""

    value: str
    label: Markup | str
    chosen: bool = False
    rank: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as shown. Post `name`: one or several option values, or the number typed; for an order, whose options
    stand as arranged so far, `name-value` = rank (1, 2, …) for each. `value` is the number typed so far.
    """

    name: str
    position: int
    kind: str
    prompt: Markup | str
    detail: Markup | str
    options: tuple[OptionView, ...]
    value: str = ""


def show(
    question: Question, place: int, language: str, seed: int, answers: Mapping[str, object] | None
) -> QuestionView:
    """The question at that place (from 0) with its options in the seed's order and the answers so far."""
    name = name_of(place)
    given = words.all_said(words.answer(answers, name))
    chosen = [words.position(value, len(question.options)) for value in given]
    is_order = question.kind == "order"
    order_shown = shown_order(question, seed)
    options = tuple(
        OptionView(
            value=str(shown + 1),
            label=question.options[order_shown[shown]].label.of(language),
            chosen=not is_order and shown in chosen,
            rank=given[shown] if is_order and shown < len(given) else "",
        )
        for shown in (ordering.arranged(given, len(order_shown)) if is_order else range(len(order_shown)))
    )
    typed = given[0] if question.kind == "number" and given else ""
    asked = (question.prompt.of(language), question.detail.of(language))
    return QuestionView(name, place + 1, question.kind, *asked, options, typed)


def grade_question(question: Question, place: int, answers: object, seed: int) -> ItemResult:
    """Grade the question at that place; its hint is the feedback of the wrong options chosen."""
    given = words.answer(answers, name_of(place))
    points, hint = _GRADERS[question.kind](question, given, seed)
    return ItemResult(place + 1, name_of(place), points == 1, True, points, hint, question.key.explanation)


def solve(question: Question, place: int, language: str, seed: int) -> tuple[Step, tuple[str, ...]]:
    """The right answer as a step to read and as posted values."""
    shown = shown_order(question, seed)
    if question.kind == "order":
        posted = ordering.right_ranks(shown)
        value = " → ".join(bare(option.label.of(language)) for option in question.options)
    elif question.key.numbers:
        posted = (sample(Number(), question.key.numbers, language),)
        value = posted[0]
    else:
        posted = tuple(str(shown.index(right) + 1) for right in question.key.right)
        value = " · ".join(bare(question.options[right].label.of(language)) for right in question.key.right)
    reason = question.key.explanation.of(language) or _first_feedback(question, language)
    return Step(name_of(place), bare(question.prompt.of(language)), value, reason), posted


def name_of(place: int) -> str:
    """The name of the input of the question at that place, counted from 0."""
    return f"q{place + 1}"


def shown_order(question: Question, seed: int) -> list[int]:
    """Which option stands at each place of the page."""
    return order(len(question.options), seed, "options", question.id)


def _grade_options(question: Question, given: object, seed: int) -> tuple[Fraction, Text]:
    shown = shown_order(question, seed)
    places = {words.position(value, len(shown)) for value in words.all_said(given)}
    chosen = {shown[place] for place in places if place is not None}
    right = set(question.key.right)
    ok = chosen == right and None not in places
    feedback = [question.key.feedback[index] for index in sorted(chosen - right) if question.key.feedback]
    return Fraction(int(ok)), _joined(feedback)


def _grade_number(question: Question, given: object, _seed: int) -> tuple[Fraction, Text]:
    ok = question.key.numbers is not None and question.key.numbers.matches(words.number(words.said(given)))
    return Fraction(int(ok)), NOTHING


def _grade_order(question: Question, given: object, seed: int) -> tuple[Fraction, Text]:
    ranks = ordering.ranks(given, shown_order(question, seed))
    return ordering.pairs_in_order(ranks) / ordering.pairs(len(ranks)), NOTHING


def _joined(feedback: list[Text]) -> Text:
    said = [text for text in feedback if text.zh or text.en]
    if not said:
        return NOTHING
    return Both(joined(text.zh for text in said), joined(text.en for text in said))


def _first_feedback(question: Question, language: str) -> Markup | str:
    return next(
        (question.key.feedback[right].of(language) for right in question.key.right if question.key.feedback), ""
    )


_GRADERS = {"single": _grade_options, "multiple": _grade_options, "number": _grade_number, "order": _grade_order}
