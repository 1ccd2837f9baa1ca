"""Comments on an idea."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions, policies
from app.feedback.actions.errors import CommentsClosed
from app.feedback.forms import CommentForm
from app.feedback.queries.ideas import comment_of
from app.feedback.views import blueprint
from app.feedback.views.idea import idea_answer
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/feedback/ideas/<int:number>/comments")
@requires(signed_in)
def create_comment(number: int) -> Response:
    """Comment on an idea; the same form sent twice writes once."""
    form = CommentForm()
    if not form.validate_on_submit():
        return idea_answer(number, status=422, comment_form=form)
    try:
        token = form.token.data or actions.new_token()
        actions.post_comment(idea_id=number, author=current_user, text=form.text.data, token=token)
    except CommentsClosed:
        return idea_answer(number, status=409, comment_form=form, stale=True)
    return see_other(url_for(".show_idea", number=number, _anchor="comments"))


@blueprint.post("/feedback/ideas/<int:number>/comments/<int:comment_id>/delete")
@requires(signed_in)
def delete_comment(number: int, comment_id: int) -> Response:
    """Remove a comment of one's own, or any as PMO; the place where it stood says so."""
    comment = comment_of(number, comment_id)
    if comment is None or (comment.removed_at is None and not policies.may_remove(current_user, comment)):
        abort(404)
    actions.remove_comment(comment=comment, actor_id=current_user.id)
    flash(_("The comment is removed."), "info")
    return see_other(url_for(".show_idea", number=number, _anchor="comments"))
