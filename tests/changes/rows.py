"""Rows and hands for the tests of change control."""

from flask import Flask

from app.accounts.models import Person
from app.changes import actions
from app.changes.formulas.risk import RiskQuestion
from app.changes.models import Assessment, ChangeKind, ChangeRequest, ChangeState
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.feedback.rows import person


def make_change(
    author_id: int,
    title: str = "Export in one go",
    *,
    kind: ChangeKind = ChangeKind.normal,
    state: ChangeState = ChangeState.draft,
    template_id: int | None = None,
    **more: object,
) -> int:
    """A change request, straight into a state; gives its number."""
    change = actions.write_request(
        author=db.session.get_one(Person, author_id),
        kind=kind,
        title=title,
        description=f"{title}, for all plans.",
        template_id=template_id,
    )
    for name, value in {"state": state, **more}.items():
        setattr(change, name, value)
    db.session.flush()
    return change.id


def make_assessment(change_id: int, by_id: int, **more: object) -> None:
    """A whole assessment of a change, unless `more` takes something away."""
    said: dict[str, object] = {
        "hours": 16,
        "cost": 0,
        "days": 3,
        "risk_answers": {question.value: 2 for question in RiskQuestion},
        "training": "None.",
        "communication": "A note to all planners.",
        "data_impact": "None.",
        "back_out_plan": "Put the old export back.",
        "tools": "Planner",
        **more,
    }
    db.session.add(Assessment(change_id=change_id, revision=1, by_id=by_id, at=clock.now(), **said))
    db.session.flush()


def change(number: int) -> ChangeRequest:
    """A change request as it stands in the database now."""
    return db.session.get_one(ChangeRequest, number, populate_existing=True)


def decide(app: Flask, number: int, to: ChangeState, by_id: int) -> None:
    """Let the board have decided: a vote and its outcome, without the ballots (those have tests of their own)."""
    with app.app_context(), transaction():
        if change(number).state is ChangeState.on_agenda:
            actions.move_change(change=change(number), to=ChangeState.voting, actor=None, evidence="round:1")
        actions.move_change(change=change(number), to=to, actor=person(by_id), reason="Agreed", evidence="decision:1")
