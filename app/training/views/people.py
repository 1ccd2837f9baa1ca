"""Learners: the list of those one is responsible for, and the transcript of one."""

from flask import Response, abort, request
from flask_login import current_user

from app.foundation.pages import page
from app.foundation.security import requires, signed_in
from app.training import policies
from app.training.queries import records
from app.training.queries.certificates import state_of
from app.training.views.blueprint import blueprint


@blueprint.get("/training/people")
@requires(policies.may_follow_learners)
def show_people() -> Response:
    """Learners by name: the whole company, or a manager's own reports."""
    words = request.args.get("q", "").strip()[:100]
    number = request.args.get("page", 1, int)
    everybody = policies.sees_everybody(current_user)
    return page(
        "training/people.html",
        fragments={"people-list"},
        people=records.learners(manager_id=None if everybody else current_user.id, words=words, number=number),
        words=words,
        everybody=everybody,
        may_see=lambda person: policies.may_see_transcript(current_user, person),
        may_assign_to=lambda person: policies.may_assign_to(current_user, person),
    )


@blueprint.get("/training/people/<int:person_id>")
@requires(signed_in)
def show_transcript(person_id: int) -> Response:
    """Everything a person was assigned and did."""
    person = records.learner(person_id) or abort(404)
    if not policies.may_see_transcript(current_user, person):
        abort(404)
    return page(
        "training/transcript.html",
        person=person,
        transcript=records.transcript_of(person),
        own=person.id == current_user.id,
        may_assign=policies.may_assign_to(current_user, person),
        may_waive=lambda one: policies.may_waive(current_user, one, person),
        may_withdraw=lambda one: policies.may_withdraw(current_user, one, person),
        may_follow=policies.may_follow_learners(current_user),
        state_of=state_of,
    )
