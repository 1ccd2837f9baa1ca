"""What people are thanked for: one's own page, a note to print, and for the PMO whom to thank this month."""

from datetime import date

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.accounts.queries import person_page
from app.ambassadors.actions.recognition import choose_visibility
from app.ambassadors.policies import practice as rules
from app.ambassadors.queries.contributions import Contribution, Fact, facts_of, to_thank
from app.ambassadors.queries.recognition import (
    DEFINITIONS,
    Evidence,
    days_served,
    is_visible,
    recognitions,
    terms_of,
)
from app.ambassadors.texts import LEVELS
from app.ambassadors.views.blueprint import blueprint
from app.foundation import clock
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in

SHOWN = 5


@blueprint.get("/ambassadors/recognition/me")
@requires(signed_in)
def show_own_recognition() -> Response:
    """What one has done for others, and what that adds up to."""
    return _recognition_page(current_user, visible=is_visible(current_user.id))


@blueprint.post("/ambassadors/recognition/me/visibility")
@requires(signed_in)
def create_visibility() -> Response:
    """Let colleagues see it, or not."""
    visible = request.form.get("visible") == "yes"
    choose_visibility(person_id=current_user.id, visible=visible)
    flash(_("Colleagues may see it now.") if visible else _("Only you and the PMO see it now."), "success")
    return see_other(url_for(".show_own_recognition"))


@blueprint.get("/ambassadors/recognition/<int:person_id>")
@requires(signed_in)
def show_recognition(person_id: int) -> Response:
    """What a colleague is thanked for: for the PMO, and for everyone where the colleague says so."""
    if person_id == current_user.id:
        return see_other(url_for(".show_own_recognition"))
    person, visible = person_page(person_id), is_visible(person_id)
    if person is None or not rules.may_see_recognition(current_user, person_id, visible=visible):
        abort(404)
    return _recognition_page(person, visible=visible)


@blueprint.get("/ambassadors/recognition/<int:person_id>/note")
@requires(signed_in)
def show_thank_you(person_id: int) -> Response:
    """A note of thanks to print: for the person, and for the PMO who hands it over."""
    person = person_page(person_id)
    if person is None or not (person_id == current_user.id or rules.may_thank(current_user)):
        abort(404)
    evidence, totals = _evidence(person_id)
    return page(
        "ambassadors/thank_you.html",
        person=person,
        found=recognitions(evidence),
        totals=totals,
        kinds=list(Contribution),
        today=clock.today(),
    )


@blueprint.get("/ambassadors/recognition")
@requires(rules.may_thank)
def show_thanks() -> Response:
    """Whom to thank for this month, by name, with what for."""
    first = _month()
    after = _next_month(first)
    words = request.args.get("q", "").strip()[:100]
    return page(
        "ambassadors/thanks.html",
        fragments={"thanks-list"},
        found=to_thank(first, after, words=words, number=request.args.get("page", 1, type=int) or 1),
        month=first,
        before=(first.replace(day=1) - date.resolution).replace(day=1),
        after=after if after <= clock.today() else None,
        words=words,
    )


def _month() -> date:
    """The first day of the month that is asked for (`2026-06`), else of this one."""
    try:
        asked = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return clock.today().replace(day=1)
    return min(asked, clock.today().replace(day=1)) if asked.year >= 2000 else clock.today().replace(day=1)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _evidence(person_id: int) -> tuple[Evidence, dict[Contribution, int]]:
    facts, totals = facts_of(person_id, current_user)
    return Evidence(facts, terms_of(person_id)), totals


def _recognition_page(person: Person, *, visible: bool) -> Response:
    evidence, totals = _evidence(person.id)
    own = person.id == current_user.id
    return page(
        "ambassadors/recognition.html",
        person=person,
        own=own,
        visible=visible,
        found=recognitions(evidence),
        definitions=DEFINITIONS,
        kinds=[(kind, totals.get(kind, 0), evidence.of(kind)[:SHOWN]) for kind in Contribution],
        days=days_served(evidence.terms),
        levels=LEVELS,
        href_of=_href_of if own or rules.may_thank(current_user) else _href_for_colleagues,
        may_print=own or rules.may_thank(current_user),
        may_thank=rules.may_thank(current_user),
    )


def _href_for_colleagues(fact: Fact) -> str | None:
    return None if fact.kind is Contribution.interview else _href_of(fact)


def _href_of(fact: Fact) -> str | None:
    """Where the row behind a fact is shown; reviews and meetings are named by their day alone."""
    if fact.kind is Contribution.idea:
        return url_for("feedback.show_idea", number=fact.subject_id)
    if fact.kind is Contribution.interview:
        return url_for(".show_interview", interview_id=fact.subject_id)
    if fact.kind in (Contribution.practice, Contribution.reuse):
        return url_for(".show_practice", practice_id=fact.subject_id)
    return url_for(".show_session", session_id=fact.subject_id) if fact.kind is Contribution.session else None
