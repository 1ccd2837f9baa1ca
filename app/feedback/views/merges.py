"""Merging an idea into another one, and undoing it."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions, policies, queries
from app.feedback.actions.errors import IdeaNotFound, MergeRefused, MoveNotListed, StaleIdea
from app.feedback.forms.moves import MergeForm, ReasonForm
from app.feedback.models import Idea
from app.feedback.queries.ideas import merge_targets
from app.feedback.views import blueprint
from app.feedback.views.idea import idea_answer
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/feedback/ideas/<int:number>/merge")
@requires(policies.may_moderate)
def show_merge(number: int) -> Response:
    """Look for the idea that this one repeats."""
    idea = _known(number)
    if not policies.may_merge(current_user, idea):
        return idea_answer(number, status=409, stale=True)
    return _merge_answer(idea, MergeForm(formdata=None))


@blueprint.post("/feedback/ideas/<int:number>/merge")
@requires(policies.may_moderate)
def create_merge(number: int) -> Response:
    """Let an idea live on in another one."""
    idea, form = _known(number), MergeForm()
    if not form.validate_on_submit():
        return _merge_answer(idea, form, status=422)
    try:
        actions.merge_idea(
            idea_id=number,
            into_id=form.into.data,
            version=form.version.data or 0,
            actor=current_user,
            reason=form.reason.data,
        )
    except StaleIdea:
        return idea_answer(number, status=409, stale=True)
    except MergeRefused as refused:
        add_error(form.into, why_not_merged(refused))
        return _merge_answer(idea, form, status=422)
    flash(_("Merged into idea %(number)s, which now counts the voters of both.", number=form.into.data), "success")
    return see_other(url_for(".show_idea", number=form.into.data))


@blueprint.post("/feedback/ideas/<int:number>/merge/delete")
@requires(policies.may_moderate)
def delete_merge(number: int) -> Response:
    """Take a merge back: the idea and its votes are as they were."""
    form = ReasonForm()
    try:
        actions.unmerge_idea(
            idea_id=number, version=form.version.data or 0, actor=current_user, reason=form.reason.data
        )
    except (StaleIdea, MoveNotListed):
        return idea_answer(number, status=409, stale=True)
    flash(_("The merge is undone."), "success")
    return see_other(url_for(".show_idea", number=number))


def _merge_answer(idea: Idea, form: MergeForm, status: int = 200) -> Response:
    q = request.args.get("q", "")[:100]
    context = {"idea": idea, "form": form, "targets": merge_targets(idea, q, current_user), "q": q}
    return page("feedback/merge.html", fragments={"merge-targets"}, status=status, **context)


def _known(number: int) -> Idea:
    idea = queries.idea_numbered(number, current_user)
    if idea is None:
        raise IdeaNotFound
    return idea


def why_not_merged(refused: MergeRefused) -> str:
    """Why two ideas stay apart, in words."""
    words: dict[str, str] = {
        "itself": _("An idea cannot be merged into itself."),
        "unknown": _("There is no idea with this number."),
        "target_gone": _("That idea was withdrawn or merged itself; choose the one it lives on in."),
        "has_children": _("Other ideas have been merged into this one. Undo that first, or merge the other way round."),
        "not_for_all": _("That idea is not for everyone to see, so the voters of this one would lose sight of it."),
        "ended": _("This idea is at its end and is not merged any more."),
    }
    return words[refused.why]
