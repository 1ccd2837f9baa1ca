"""A learner at a browser who knows the answers, looked up in the content as it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.accounts.queries import person_by_login
from app.training.content.kinds.branch import BranchDrill
from app.training.models import Stage
from app.training.queries.places import place_at, working
from app.training.queries.published import current
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Answers = dict[str, list[str]]


def where(code: str, module: str, item: str) -> str:
    """The address of a drill or quiz."""
    last = "quiz" if item == "quiz" else f"drills/{item}"
    return f"/training/paths/{code}/modules/{module}/{last}"


class Teacher:
    """Knows the content and the right answers of every person's own sheet."""

    def __init__(self, product: Product) -> None:
        self._inside = product.inside()

    def items(self, code: str) -> list[tuple[str, str]]:
        """Module and item of every drill and quiz of a path, in order; quizzes are called `quiz`."""
        with self._inside.app_context():
            published = current(code)
            assert published is not None
            found = []
            for module in published.path.modules:
                found += [(module.id, drill.id) for drill in module.drills] + (
                    [(module.id, "quiz")] if module.quiz else []
                )
            return found

    def answers(
        self, login: str, code: str, module: str, item: str, *, stage: Stage = Stage.test
    ) -> tuple[Answers, bool]:
        """What is right on the sheet that this person has, and whether it is a story to be walked."""
        with self._inside.app_context():
            person = person_by_login(login)
            assert person is not None
            place = place_at(person.id, code, module, item)
            assert place is not None
            sheet = working(place, stage)
            found = place.item.content.solution("en", sheet.seed).answers
            return {name: list(values) for name, values in found.items()}, isinstance(place.item.content, BranchDrill)


def fill_in(visitor: Visitor, answers: Mapping[str, Sequence[str]]) -> None:
    """Fill the fields or questions of the page, as the fingers do."""
    form = visitor.page.locator("form.drill-form")
    for name, values in answers.items():
        fields = form.locator(f'[name="{name}"]')
        kind = fields.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            for value in values:
                form.locator(f'[name="{name}"][value="{value}"]').check()
                visitor.clicks += 1
        elif kind == "select-one":
            visitor.choose(fields.first, values[0])
        else:
            for position, value in enumerate(values):
                visitor.fill(fields.nth(position), str(value))


def pass_item(visitor: Visitor, teacher: Teacher, login: str, code: str, module: str, item: str) -> None:
    """Go to the test of a drill or to a quiz, answer everything right, and see that it is passed."""
    address = where(code, module, item)
    visitor.open(address if item == "quiz" else f"{address}?stage=test")
    answers, story = teacher.answers(login, code, module, item)
    if story:
        walk(visitor, answers["walk"])
    else:
        fill_in(visitor, answers)
        visitor.click("form.drill-form .answer-buttons button.btn-primary")
    visitor.page.wait_for_url(lambda url: "/attempts/" in url)
    visitor.page.wait_for_load_state()


def walk(visitor: Visitor, choices: Sequence[str]) -> None:
    """Choose one way after another through a story."""
    for position, choice in enumerate(choices):
        field = visitor.page.locator('form.story-choices input[name="step"]')
        field.and_(visitor.page.locator(f'[value="{position}"]')).wait_for(state="attached")
        visitor.click(f'form.story-choices button[value="{choice}"]')
