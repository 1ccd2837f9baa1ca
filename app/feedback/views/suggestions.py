"""Suggesting that an idea means the same as another one, and the PMO's answers."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions, policies, queries
from app.feedback.actions.errors import AlreadyAnswered, IdeaNotFound, MergeRefused, StaleIdea
from app.feedback.forms.moves import MergeForm, ReasonForm
from app.feedback.models import Idea, MergeSuggestion
from app.feedback.queries.ideas import merge_targets
from app.feedback.queries.suggestions import suggestion_of
from app.feedback.views import blueprint
from app.feedback.views.idea import idea_answer
from app.feedback.views.merges import why_not_merged
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/feedback/ideas/<int:number>/same-as")
@requires(signed_in)
def show_suggestion(number: int) -> Response:
    """Look for the idea that this one repeats."""
    idea = _known(number)
    if not policies.may_suggest_merge(current_user, idea):
        return idea_answer(number, status=409, stale=True)
    return _answer(idea, MergeForm(formdata=None))


@blueprint.post("/feedback/ideas/<int:number>/same-as")
@requires(signed_in)
def create_suggestion(number: int) -> Response:
    """Tell the PMO that an idea means the same as another one."""
    idea, form = _known(number), MergeForm()
    if not form.validate_on_submit():
        return _answer(idea, form, status=422)
    try:
        actions.suggest_merge(idea_id=number, into_id=form.into.data, person=current_user)
    except MergeRefused as refused:
        add_error(form.into, why_not_merged(refused))
        return _answer(idea, form, status=422)
    flash(_("Thank you. The PMO looks at both ideas."), "success")
    return see_other(url_for(".show_idea", number=number))


@blueprint.post("/feedback/ideas/<int:number>/same-as/<int:suggestion_id>/merge")
@requires(policies.may_moderate)
def accept_suggestion(number: int, suggestion_id: int) -> Response:
    """Merge the ideas as suggested."""
    asked, form = _suggestion(number, suggestion_id), ReasonForm()
    try:
        actions.accept_suggestion(
            suggestion_id=suggestion_id, version=form.version.data or 0, actor=current_user, reason=form.reason.data
        )
    except (AlreadyAnswered, StaleIdea, MergeRefused):
        return idea_answer(number, status=409, stale=True)
    flash(_("Merged into idea %(number)s, which now counts the voters of both.", number=asked.into_id), "success")
    return see_other(url_for(".show_idea", number=asked.into_id))


@blueprint.post("/feedback/ideas/<int:number>/same-as/<int:suggestion_id>/delete")
@requires(policies.may_moderate)
def dismiss_suggestion(number: int, suggestion_id: int) -> Response:
    """Say that the ideas differ."""
    _suggestion(number, suggestion_id)
    try:
        actions.dismiss_suggestion(suggestion_id=suggestion_id, actor=current_user)
    except AlreadyAnswered:
        return idea_answer(number, status=409, stale=True)
    flash(_("The ideas stay apart."), "info")
    return see_other(url_for(".show_idea", number=number))


def _answer(idea: Idea, form: MergeForm, status: int = 200) -> Response:
    q = request.args.get("q", "")[:100]
    context = {"idea": idea, "form": form, "targets": merge_targets(idea, q, current_user), "q": q}
    return page("feedback/same_as.html", fragments={"merge-targets"}, status=status, **context)


def _suggestion(number: int, suggestion_id: int) -> MergeSuggestion:
    found = suggestion_of(number, suggestion_id)
    if found is None:
        abort(404)
    return found


def _known(number: int) -> Idea:
    idea = queries.idea_numbered(number, current_user)
    if idea is None:
        raise IdeaNotFound
    return idea
