"""A learner at a browser who knows the answers, looked up in the content as it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, expect

from app.accounts.queries import person_by_login
from app.training.content.variants import model
from app.training.models import Stage
from app.training.queries.places import place_at, working
from app.training.queries.published import current
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Answers = dict[str, list[Any]]
WHERE = {"status": "task/{task}", "plan": "task/{task}", "comment": "task/{task}", "report": "report"}
WHERE |= {"project": "new/{template}", "grant": "grant", "change": "grant/{grant}", "revoke": "roles"}
"""The spot of the simulated tool at which each thing is done."""
IN_FORM = {"status": "task", "plan": "task", "comment": "task", "project": "template", "change": "grant"} | {
    "revoke": "grant"
}
"""What a form of the simulated tool is about stands in a hidden field of this name."""


def where(code: str, module: str, item: str) -> str:
    """The address of a drill or quiz."""
    last = "quiz" if item == "quiz" else f"drills/{item}"
    return f"/training/paths/{code}/modules/{module}/{last}"


@dataclass(frozen=True)
class Key:
    """What is right: the kind of drill (`quiz` for a quiz), and per input the values."""

    kind: str
    answers: Answers


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

    def key(
        self, login: str, code: str, module: str, item: str, *, stage: Stage = Stage.test, language: str = "en"
    ) -> Key:
        """What is right on the sheet that this person has."""
        with self._inside.app_context():
            person = person_by_login(login)
            assert person is not None
            place = place_at(person.id, code, module, item)
            assert place is not None
            task = place.item.content
            kind = str(getattr(model(task), "kind", "quiz"))
            if kind == "signoff":
                return Key(kind, {})
            solution = task.solution(language, working(place, stage).seed)
            return Key(kind, {name: list(values) for name, values in solution.answers.items()})

    def answers(
        self, login: str, code: str, module: str, item: str, *, stage: Stage = Stage.test
    ) -> tuple[Answers, bool]:
        """What is right on the sheet that this person has, and whether it is a story to be walked."""
        key = self.key(login, code, module, item, stage=stage)
        return key.answers, key.kind == "branch"


def fill_in(visitor: Visitor, answers: Mapping[str, Sequence[str]]) -> None:
    """Fill the fields or questions of the page, as the fingers do."""
    form = visitor.page.locator("form.drill-form")
    for name, values in answers.items():
        fields = form.locator(f'[name="{name}"]')
        if not fields.count():  # things to be numbered, or a row of a table of which nothing is asked
            for place, rank in enumerate(values, start=1):
                visitor.fill(form.locator(f'[name="{name}-{place}"]'), str(rank))
            continue
        kind = fields.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            for value in values:
                visitor.tick(form.locator(f'[name="{name}"][value="{value}"]'))
        elif kind == "select-one":
            visitor.choose(fields.first, values[0])
        else:
            for position, value in enumerate(values):
                visitor.fill(fields.nth(position), str(value))


def pass_item(visitor: Visitor, teacher: Teacher, login: str, code: str, module: str, item: str) -> None:
    """Go to the test of a drill or to a quiz, answer everything right, and see that it is passed.

    What is done at work is handed in; `accept_all` passes it.
    """
    address = where(code, module, item)
    visitor.open(address if item == "quiz" else f"{address}?stage=test")
    key = teacher.key(login, code, module, item)
    if key.kind == "signoff":
        hand_in(visitor)
        return
    if key.kind == "branch":
        walk(visitor, key.answers["walk"])
    elif key.kind == "world":
        work(visitor, address, key.answers["steps"])
        visitor.click(f'form[action="{address}/attempts"] button')
    else:
        fill_in(visitor, key.answers)
        visitor.click("form.drill-form .answer-buttons button.btn-primary")
    visitor.page.wait_for_url(lambda url: "/attempts/" in url)
    expect(visitor.page.locator(".score-passed")).to_be_visible()


def walk(visitor: Visitor, choices: Sequence[str]) -> None:
    """Choose one way after another through a story."""
    for position, choice in enumerate(choices):
        field = visitor.page.locator('form.story-choices input[name="step"]')
        field.and_(visitor.page.locator(f'[value="{position}"]')).wait_for(state="attached")
        visitor.click(f'form.story-choices button[value="{choice}"]')


def work(visitor: Visitor, address: str, operations: Sequence[Mapping[str, str]], stage: str = "test") -> None:
    """Do one thing after another in the simulated tool, each where it is done there."""
    for number, operation in enumerate(operations, start=1):
        spot = WHERE[operation["do"]].format(**{**operation, "template": operation.get("template") or "none"})
        visitor.open(f"{address}?stage={stage}&at={spot}")
        form = _form_of(visitor, operation)
        _fill_desk(visitor, form, operation)
        visitor.click(form.locator("button").last)
        expect(visitor.page.locator(f'#world-desk input[name="step"][value="{number}"]').first).to_be_attached()


def _form_of(visitor: Visitor, operation: Mapping[str, str]) -> Locator:
    form = visitor.page.locator(f'form:has(input[name="do"][value="{operation["do"]}"])')
    about = IN_FORM.get(operation["do"])
    return (
        form.filter(has=visitor.page.locator(f'input[name="{about}"][value="{operation[about]}"]')) if about else form
    )


def _fill_desk(visitor: Visitor, form: Locator, operation: Mapping[str, str]) -> None:
    for name, value in operation.items():
        fields = form.locator(f'[name="{name}"]:not([type="hidden"])')
        if not fields.count():
            continue
        kind = fields.first.evaluate("field => field.type")
        if kind == "radio":
            visitor.tick(form.locator(f'[name="{name}"][value="{value}"]'))
        elif kind == "select-one":
            if fields.first.input_value() != value:
                visitor.choose(fields.first, value)
        elif fields.first.input_value() != value:
            visitor.fill(fields.first, value)


def hand_in(visitor: Visitor, note: str = "今天在正式系统里做完了，任务 WB-12。 Done in the real tool today.") -> None:
    """Say what was done at work, and hand it in."""
    visitor.fill('form[action$="/submissions"] [name="note"]', note)
    visitor.click('form[action$="/submissions"] .answer-buttons button.btn-primary')
    expect(visitor.page.locator('form[action$="/submissions"]')).to_have_count(0)
    expect(visitor.page.locator(".version-waiting").first).to_be_visible()


def accept_all(superuser: Visitor, words: str) -> int:
    """Accept everything that somebody handed in, found by name or number; how many tasks that were."""
    accepted = 0
    while True:
        superuser.open(f"/training/reviews?q={words}")
        waiting = superuser.page.locator('#review-list tbody a[href^="/training/reviews/"]')
        if not waiting.count():
            return accepted
        superuser.click(waiting.first)
        superuser.page.wait_for_url("**/training/reviews/*")
        decide(superuser)
        accepted += 1


def decide(superuser: Visitor, *, missing: int = 0, comment: str = "") -> None:
    """Tick what is met, all criteria but the last `missing` ones, and accept, or return with a comment."""
    boxes = superuser.page.locator(".rubric-boxes input")
    for box in boxes.all()[: boxes.count() - missing]:
        superuser.tick(box)
    if comment:
        superuser.fill('.review-form [name="comment"]', comment)
    superuser.click(f'.review-form button[value="{"return" if missing else "accept"}"]')
    expect(superuser.page.locator(".review-form")).to_have_count(0)
