"""Comments on an idea."""

from dataclasses import replace

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions, policies
from app.feedback.actions.errors import CommentsClosed, MentionRefused, StaleComment
from app.feedback.forms.comments import CommentForm, EditCommentForm, HidingForm
from app.feedback.models import Comment
from app.feedback.queries import idea_numbered
from app.feedback.queries.conversation import comment_of, revisions_of
from app.feedback.queries.mentions import mentions_in, people_to_mention
from app.feedback.views import blueprint
from app.feedback.views.conversation import Forms
from app.feedback.views.idea import idea_answer
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in

HERE = "/feedback/ideas/<int:number>/comments"


@blueprint.post(HERE)
@requires(signed_in)
def create_comment(number: int) -> Response:
    """Comment on an idea, or write an internal note; the same form sent twice writes once."""
    form = CommentForm()
    if not form.validate_on_submit():
        return idea_answer(number, status=422, comment_forms=Forms(new=form))
    internal = request.form.get("internal") == "1"
    try:
        comment = actions.post_comment(
            idea_id=number,
            author=current_user,
            text=form.text.data,
            token=form.token.data or actions.new_token(),
            internal=internal,
        )
    except CommentsClosed:
        return idea_answer(number, status=409, comment_forms=Forms(new=form), stale=True)
    except MentionRefused as refused:
        form.explain_mentions(refused)
        return idea_answer(number, status=422, comment_forms=Forms(new=form))
    _say_unknown(comment)
    return _back_to(comment)


@blueprint.post(f"{HERE}/<int:comment_id>")
@requires(signed_in)
def update_comment(number: int, comment_id: int) -> Response:
    """Put one's own comment in other words; whoever was slower than a change sees both and decides again."""
    comment = _own_comment(number, comment_id)
    form = EditCommentForm(prefix="edit-")
    typed = Forms(editing=form, opened=comment_id)
    if not form.validate_on_submit():
        return idea_answer(number, status=422, comment_forms=typed)
    try:
        actions.edit_comment(comment=comment, author=current_user, version=form.version.data or 0, text=form.text.data)
    except (StaleComment, CommentsClosed):
        form.version.data = comment.version
        return idea_answer(number, status=409, comment_forms=replace(typed, stale=True))
    except MentionRefused as refused:
        form.explain_mentions(refused)
        return idea_answer(number, status=422, comment_forms=typed)
    _say_unknown(comment)
    return _back_to(comment)


@blueprint.post(f"{HERE}/<int:comment_id>/delete")
@requires(signed_in)
def delete_comment(number: int, comment_id: int) -> Response:
    """Remove a comment of one's own; the place where it stood says so."""
    comment = _own_comment(number, comment_id)
    actions.remove_comment(comment=comment, actor_id=current_user.id)
    flash(_("The comment is removed."), "info")
    return _back_to(comment)


@blueprint.post(f"{HERE}/<int:comment_id>/hiding")
@requires(policies.may_moderate)
def create_hiding(number: int, comment_id: int) -> Response:
    """Hide a comment; its place gives the reason."""
    comment = _known(number, comment_id)
    form = HidingForm(prefix="hide-")
    if not form.validate_on_submit():
        return idea_answer(number, status=422, comment_forms=Forms(hiding=form, opened=comment_id))
    try:
        actions.hide_comment(comment=comment, actor=current_user, reason=form.reason.data)
    except StaleComment:
        return idea_answer(number, status=409, stale=True)
    return _back_to(comment)


@blueprint.post(f"{HERE}/<int:comment_id>/hiding/delete")
@requires(policies.may_moderate)
def delete_hiding(number: int, comment_id: int) -> Response:
    """Show a hidden comment again."""
    comment = _known(number, comment_id)
    actions.restore_comment(comment=comment, actor=current_user)
    return _back_to(comment)


@blueprint.get(f"{HERE}/<int:comment_id>/revisions")
@requires(signed_in)
def show_revisions(number: int, comment_id: int) -> Response:
    """What a comment said before it was edited, for those who may read what it says now."""
    idea, comment = idea_numbered(number, current_user), _known(number, comment_id)
    if idea is None or not policies.may_read_text(current_user, comment):
        abort(404)
    revisions = revisions_of(comment, reader=current_user)
    return page("feedback/revisions.html", idea=idea, comment=comment, revisions=revisions)


@blueprint.get("/feedback/ideas/<int:number>/people")
@requires(signed_in)
def show_people(number: int) -> Response:
    """People to call into the conversation, by what was typed after an @."""
    idea = idea_numbered(number, current_user)
    if idea is None:
        abort(404)
    q = request.args.get("q", "")[:40]
    return page("feedback/people.html", fragments={"mention-people"}, idea=idea, q=q, people=people_to_mention(q, idea))


def _known(number: int, comment_id: int) -> Comment:
    comment = comment_of(number, comment_id, reader=current_user)
    if comment is None:
        abort(404)
    return comment


def _own_comment(number: int, comment_id: int) -> Comment:
    """One's own comment, also where it was hidden or removed meanwhile: then its page tells."""
    comment = _known(number, comment_id)
    if comment.author_id != current_user.id:
        abort(404)
    return comment


def _say_unknown(comment: Comment) -> None:
    idea = idea_numbered(comment.idea_id, current_user)
    unknown = mentions_in(comment.text, idea, internal=comment.internal).unknown if idea else []
    if unknown:
        names = _(", ").join(f"@{name}" for name in dict.fromkeys(unknown))
        flash(_("Nobody is called %(names)s, so nobody was told.", names=names), "info")


def _back_to(comment: Comment) -> Response:
    anchor = f"comment-{comment.id}"
    return see_other(url_for(".show_idea", number=comment.idea_id, at=comment.id, _anchor=anchor))
