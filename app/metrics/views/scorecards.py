"""Scorecards of others: asked for in the open, seen for half an hour, and never ranked."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.foundation.i18n import local_date
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.metrics.actions.scorecard_file import scorecard_file
from app.metrics.actions.scorecards import (
    AlreadyDrawn,
    NoPolicy,
    NotOver,
    StillPreview,
    confirm,
    draw_up,
    look,
    look_at_all,
)
from app.metrics.labels import SCORE_PARTS
from app.metrics.policies import may_ask_for_scores, may_keep_scores, may_open_score_of
from app.metrics.queries.contests import own_standing_assignment
from app.metrics.queries.own import own_figures
from app.metrics.queries.policy import policy_in_force
from app.metrics.queries.scorecard_events import events_of
from app.metrics.queries.scorecards import (
    DrawnCard,
    drawn_cards,
    file_rows,
    has_looked,
    is_open_to_others,
    month_named,
    months_drawn,
    months_to_draw,
    people_with_cards,
    subject_of,
)
from app.metrics.views.blueprint import blueprint
from app.metrics.views.people import contested_rows


@blueprint.get("/scorecards")
@requires(may_ask_for_scores)
def show_scorecards() -> Response:
    """Whose scorecards may be asked for, by employee number, and the months that were drawn up."""
    words, number = request.args.get("q", "")[:100], request.args.get("page", 1, type=int)
    policy, drawn = policy_in_force(), months_drawn()
    return page(
        "metrics/scorecards.html",
        fragments={"people-list"},
        policy=policy,
        months=drawn,
        waiting=months_to_draw({row.month for row in drawn}),
        is_open=is_open_to_others,
        keeps=may_keep_scores(current_user),
        rows=people_with_cards(current_user, words=words, number=number) if policy else None,
        words=words,
    )


@blueprint.post("/scorecards/months")
@requires(may_keep_scores)
def create_score_month() -> Response:
    """Draw up the scorecards of a month that is over."""
    month = request.form.get("month", "")
    if month not in months_to_draw(set()):
        flash(_("Choose a month that is over."), "danger")
        return see_other(url_for("metrics.show_scorecards"))
    try:
        row = draw_up(month=month, by_id=current_user.id)
    except NoPolicy:
        flash(_("Record the policy first: nothing is published without one."), "danger")
    except (AlreadyDrawn, NotOver):
        abort(409)
    else:
        flash(
            _("Drawn up. Each person sees the own one now, others from %(day)s.", day=local_date(row.opens_on)),
            "success",
        )
    return see_other(url_for("metrics.show_scorecards"))


@blueprint.post("/scorecards/<month>/confirmation")
@requires(may_keep_scores)
def create_score_confirmation(month: str) -> Response:
    """HR confirms the scorecards of a month; from then on they may leave as a file."""
    row = month_named(month) or abort(404)
    try:
        confirm(month=row, by_id=current_user.id)
    except (NoPolicy, StillPreview):
        abort(409)
    flash(_("Confirmed."), "success")
    return see_other(url_for("metrics.show_scorecards"))


@blueprint.post("/scorecards/<month>/file")
@requires(may_keep_scores)
def create_score_file(month: str) -> Response:
    """The scorecards of a month as CSV; everyone in it sees that it was taken."""
    row = month_named(month) or abort(404)
    if row.confirmed_at is None:
        abort(409)
    rows = file_rows(row)
    try:
        look_at_all(month=row, people=[each.ScoreCard.person_id for each in rows], viewer_id=current_user.id)
    except (NoPolicy, StillPreview):
        abort(409)
    return Response(
        scorecard_file(row, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename=scorecards-{row.month}.csv"},
    )


@blueprint.post("/people/<int:person_id>/looks")
@requires(signed_in)
def create_look(person_id: int) -> Response:
    """Open the scorecard of somebody; that person sees who did."""
    subject = _subject(person_id)
    asked = request.form.get("month", "")
    month = month_named(asked) or abort(404) if asked else _open_cards(subject)[0].month
    try:
        look(month=month, person_id=subject.id, viewer_id=current_user.id)
    except (NoPolicy, StillPreview):
        abort(404)
    return see_other(url_for("metrics.show_scorecard", person_id=subject.id, month=month.month))


@blueprint.get("/people/<int:person_id>")
@requires(signed_in)
def show_scorecard(person_id: int) -> Response:
    """The scorecard of somebody else for a month, or the question whether to open it."""
    subject = _subject(person_id)
    cards = _open_cards(subject)
    drawn = _chosen(cards)
    seen = has_looked(current_user.id, subject.id, drawn.month)
    return page(
        "metrics/scorecard.html",
        subject=subject,
        cards=cards,
        drawn=drawn,
        seen=seen,
        labels=SCORE_PARTS,
        contested=contested_rows(subject.id) if seen else {},
    )


@blueprint.get("/people/<int:person_id>/parts/<part>")
@requires(signed_in)
def show_scorecard_part(person_id: int, part: str) -> Response:
    """The rows of one part of somebody's score, while the look lasts."""
    subject = _subject(person_id)
    drawn = _chosen(_open_cards(subject))
    if part not in SCORE_PARTS:
        abort(404)
    if not has_looked(current_user.id, subject.id, drawn.month):
        return see_other(url_for("metrics.show_scorecard", person_id=subject.id, month=drawn.month.month))
    return page(
        "metrics/scorecard_part.html",
        own=own_figures(subject, drawn.month.last_day, dict(drawn.month.weights), with_bonus=False),
        part=part,
        labels=SCORE_PARTS,
        drawn=drawn,
        subject=subject,
        contested=contested_rows(subject.id),
    )


@blueprint.get("/people/<int:person_id>/events/<int:assignment_id>")
@requires(signed_in)
def show_scorecard_events(person_id: int, assignment_id: int) -> Response:
    """Everything recorded about one assignment of somebody, while the look lasts."""
    subject = _subject(person_id)
    drawn = _chosen(_open_cards(subject))
    assignment = own_standing_assignment(subject.id, assignment_id) or abort(404)
    if not has_looked(current_user.id, subject.id, drawn.month):
        return see_other(url_for("metrics.show_scorecard", person_id=subject.id, month=drawn.month.month))
    return page(
        "metrics/scorecard_events.html",
        assignment=assignment,
        events=events_of(assignment.id),
        subject=subject,
        drawn=drawn,
    )


def _subject(person_id: int) -> Person:
    """Whose scorecard the reader may open; nobody learns whether there is another person of that number."""
    subject = subject_of(person_id)
    if subject is None or not may_open_score_of(current_user, subject):
        abort(404)
    return subject


def _open_cards(subject: Person) -> list[DrawnCard]:
    return [card for card in drawn_cards(subject.id) if is_open_to_others(card.month)] or abort(404)


def _chosen(cards: list[DrawnCard]) -> DrawnCard:
    month = request.args.get("month", "")
    return next((card for card in cards if card.month.month == month or not month), None) or abort(404)
