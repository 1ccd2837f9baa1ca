"""Learners: the list of those one is responsible for, and the transcript of one."""

from flask import Response, abort, request, url_for
from flask_login import current_user

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.i18n import language, local_date
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.foundation.spreadsheets import csv_file
from app.training import policies
from app.training.queries import records, workshops
from app.training.queries.record_lines import change_words, headings, method_words, record_lines
from app.training.views.blueprint import blueprint


@blueprint.get("/training/people")
@requires(policies.may_follow_learners)
def show_people() -> Response:
    """Learners by name: the whole company, or a manager's own reports."""
    words = request.args.get("q", "").strip()[:100]
    number = request.args.get("page", 1, int)
    away = request.args.get("show") == "paused"
    everybody = policies.sees_everybody(current_user)
    manager_id = None if everybody else current_user.id
    return page(
        "training/people.html",
        fragments={"people-list"},
        people=records.learners(manager_id=manager_id, words=words, number=number, away=away),
        on_leave=records.people_on_leave(manager_id),
        away=away,
        words=words,
        everybody=everybody,
        may_import=policies.may_import_history(current_user),
        may_see=lambda person: policies.may_see_transcript(current_user, person),
        may_assign_to=lambda person: policies.may_assign_to(current_user, person),
    )


@blueprint.get("/training/people/me")
@requires(signed_in)
def show_own_record() -> Response:
    """One's own record, under an address that everybody can be given."""
    return see_other(url_for("training.show_transcript", person_id=current_user.id))


@blueprint.get("/training/people/numbers/<employee_no>")
@requires(signed_in)
def show_transcript_of(employee_no: str) -> Response:
    """The record of who has an employee number; lists that hold no more than that lead here."""
    person = _seen(records.person_numbered(employee_no) or 0)
    return see_other(url_for("training.show_transcript", person_id=person.id))


@blueprint.get("/training/people/<int:person_id>/record.csv")
@requires(signed_in)
def show_record_file(person_id: int) -> Response:
    """The record as a file for spreadsheets, one line for everything that happened."""
    person = _seen(person_id)
    lines = record_lines(records.transcript_of(person), language(), with_notes=_sees_notes(person))
    answer = Response(b"".join(csv_file([headings(), *lines])), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="training-{person.id}-{clock.today()}.csv"'
    return answer


@blueprint.get("/training/people/<int:person_id>")
@requires(signed_in)
def show_transcript(person_id: int) -> Response:
    """Everything a person was assigned and did."""
    person = _seen(person_id)
    return page(
        "training/transcript.html",
        person=person,
        transcript=records.transcript_of(person),
        own=person.id == current_user.id,
        may_assign=policies.may_assign_to(current_user, person),
        may_waive=lambda one: policies.may_waive(current_user, one, person),
        may_withdraw=lambda one: policies.may_withdraw(current_user, one, person),
        may_follow=policies.may_follow_learners(current_user),
        may_extend=lambda one: policies.may_extend(current_user, one, person),
        may_credit=lambda one: policies.may_credit(current_user, one, person),
        may_note=lambda one: policies.may_note_time(current_user, one),
        sees_notes=_sees_notes(person),
        full="full" in request.args,
        sessions=_sessions(person),
        method_words=method_words,
        change_words=change_words,
    )


def _sessions(person: Person) -> dict[int, str]:
    """For each path the last workshop on it at which somebody was, in words."""
    last = {one.path_id: one for one in reversed(workshops.workshops_of(person.id))}
    return {number: f"{local_date(one.starts_at)} · {workshops.session_code(one.id)}" for number, one in last.items()}


def _sees_notes(person: Person) -> bool:
    return person.id == current_user.id or policies.may_answer_time(current_user, person)


def _seen(person_id: int) -> Person:
    person = records.learner(person_id) or abort(404)
    if not policies.may_see_transcript(current_user, person):
        abort(404)
    return person
