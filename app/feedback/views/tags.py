"""Tags: the page on which the PMO curates them, and the tags of an idea."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import policies
from app.feedback.actions import tags as actions
from app.feedback.actions.errors import TagNotMergeable, TagTaken
from app.feedback.forms.tags import TagForm
from app.feedback.models import Tag
from app.feedback.queries.tags import tag_list, tag_numbered, tags_with
from app.feedback.views import blueprint
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/feedback/tags")
@requires(policies.may_moderate)
def show_tags() -> Response:
    """All tags."""
    return _list(TagForm(formdata=None))


@blueprint.post("/feedback/tags")
@requires(policies.may_moderate)
def create_tag() -> Response:
    """Add a tag."""
    form = TagForm()
    if not form.validate_on_submit():
        return _list(form, status=422)
    try:
        actions.add_tag(name=form.name.data, name_en=form.name_en.data, by=current_user.id)
    except TagTaken:
        _say_taken(form)
        return _list(form, status=422)
    flash(_("The tag is there."), "success")
    return see_other(url_for(".show_tags"))


@blueprint.get("/feedback/tags/<int:tag_id>")
@requires(policies.may_moderate)
def show_tag(tag_id: int) -> Response:
    """One tag, to rename it or to merge it into another."""
    tag = _known(tag_id)
    return _one(tag, TagForm(formdata=None, obj=tag))


@blueprint.post("/feedback/tags/<int:tag_id>")
@requires(policies.may_moderate)
def update_tag(tag_id: int) -> Response:
    """Rename a tag."""
    tag, form = _known(tag_id), TagForm()
    if not form.validate_on_submit():
        return _one(tag, form, status=422)
    try:
        actions.rename_tag(tag=tag, name=form.name.data, name_en=form.name_en.data, by=current_user.id)
    except TagTaken:
        _say_taken(form)
        return _one(tag, form, status=422)
    flash(_("The tag is renamed."), "success")
    return see_other(url_for(".show_tags"))


@blueprint.post("/feedback/tags/<int:tag_id>/merge")
@requires(policies.may_moderate)
def create_tag_merge(tag_id: int) -> Response:
    """Let a tag live on in another one."""
    tag = _known(tag_id)
    try:
        actions.merge_tag(tag_id=tag.id, into_id=request.form.get("into", 0, type=int), by=current_user.id)
    except TagNotMergeable:
        return _one(tag, TagForm(formdata=None, obj=tag), status=422, refused=True)
    flash(_("The tags are one now. It can be undone exactly."), "success")
    return see_other(url_for(".show_tags"))


@blueprint.post("/feedback/tags/<int:tag_id>/merge/delete")
@requires(policies.may_moderate)
def delete_tag_merge(tag_id: int) -> Response:
    """Take a merge of tags back."""
    actions.unmerge_tag(tag=_known(tag_id), by=current_user.id)
    return see_other(url_for(".show_tags"))


@blueprint.post("/feedback/tags/<int:tag_id>/retirement")
@requires(policies.may_moderate)
def create_tag_retirement(tag_id: int) -> Response:
    """Offer a tag no more."""
    actions.retire_tag(tag=_known(tag_id), by=current_user.id)
    return see_other(url_for(".show_tags"))


@blueprint.post("/feedback/tags/<int:tag_id>/retirement/delete")
@requires(policies.may_moderate)
def delete_tag_retirement(tag_id: int) -> Response:
    """Offer a retired tag again."""
    actions.restore_tag(tag=_known(tag_id), by=current_user.id)
    return see_other(url_for(".show_tags"))


@blueprint.post("/feedback/ideas/<int:number>/tags")
@requires(policies.may_tag)
def update_idea_tags(number: int) -> Response:
    """Put tags on an idea, or take them off."""
    wanted, seen = (request.form.getlist(name, type=int) for name in ("tag", "seen"))
    actions.tag_idea(idea_id=number, wanted=wanted, seen=seen, by=current_user)
    return see_other(url_for(".show_idea", number=number, _anchor="idea-tags"))


def _known(tag_id: int) -> Tag:
    tag = tag_numbered(tag_id)
    if tag is None:
        abort(404)
    return tag


def _say_taken(form: TagForm) -> None:
    add_error(form.name, _("There is a tag of this name already, perhaps a retired one."))


def _list(form: TagForm, status: int = 200) -> Response:
    q = request.args.get("q", "")[:100]
    found = tag_list(q=q, number=request.args.get("page", 1, type=int) or 1)
    return page("feedback/tags.html", fragments={"tag-list"}, status=status, found=found, q=q, form=form)


def _one(tag: Tag, form: TagForm, *, status: int = 200, refused: bool = False) -> Response:
    others = [other for other in tags_with().living if other.id != tag.id]
    return page("feedback/tag.html", status=status, tag=tag, form=form, others=others, refused=refused)
