"""What was answered and what was left empty, as far as anybody may know before grading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.training.content.grading import ItemResult, Result
from app.training.content.kinds.form import FormDrill
from app.training.content.objects import Drill
from app.training.content.quiz import Quiz
from app.training.content.words import all_said
from app.training.models import Attempt
from app.training.queries.places import Place
from app.training.queries.published import publication


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded sheet: what it showed with the answers in it, the result, and per input name the author's word."""

    view: Any
    result: Result
    by_name: Mapping[str, ItemResult]


def graded(content: Drill | Quiz, answers: Mapping[str, Any], seed: int, language: str) -> Graded:
    """Grade answers and show them with their results."""
    result = content.grade(answers, seed)
    view = content.presentation(language, seed, answers)
    return Graded(view, result, {item.name: item for item in result.items})


def graded_attempt(attempt: Attempt, place: Place, language: str) -> Graded:
    """An attempt as it was graded, on the publication it was made on."""
    made_on = publication(attempt.publication_id) if attempt.publication_id else None
    item = made_on.item(attempt.module_id, attempt.item_id) if made_on else None
    return graded((item or place.item).content, attempt.answers, attempt.seed, language)


def empty_names(content: Drill | Quiz, answers: Mapping[str, Any], seed: int) -> list[str]:
    """Names of the inputs that ask for an answer and have none."""
    names = [item.name for item in content.grade(answers, seed).items if item.applies]
    if isinstance(content, FormDrill):
        required = {one.name for one in content.presentation("en", seed).fields if one.required}
        names = [name for name in names if name in required]
    return [name for name in names if not _is_given(answers.get(name))]


def _is_given(value: object) -> bool:
    told = all_said(value)
    return bool(told) and all(text.strip() for text in told)
