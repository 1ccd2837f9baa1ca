"""What was answered and what was left empty, as far as anybody may know before grading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.training.content.grading import ItemResult, Result
from app.training.content.objects import Drill
from app.training.content.quiz import Quiz
from app.training.content.words import is_given
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
    """Names of what asks for an answer and has none."""
    if isinstance(content, Drill):
        return content.unanswered(answers, seed)
    return [item.name for item in content.grade(answers, seed).items if not is_given(answers.get(item.name))]
