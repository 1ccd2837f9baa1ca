"""Releases: what is new, told to everyone."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import actions
from app.changes.actions.errors import GuardFailed, StaleChange
from app.changes.forms.calendar import PublishForm, ReleaseForm
from app.changes.models import Release
from app.changes.policies import may_manage
from app.changes.queries.releases import releasable_changes, release_list, release_page
from app.changes.views.blueprint import blueprint
from app.feedback.actions import new_token
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires, signed_in


@blueprint.get("/changes/releases")
@requires(signed_in)
def show_releases() -> Response:
    """What is new, the newest first."""
    q = request.args.get("q", "")[:100]
    found = release_list(q=q, number=request.args.get("page", 1, type=int) or 1)
    manages = may_manage(current_user)
    return page("changes/releases.html", fragments={"release-list"}, found=found, q=q, may_manage=manages)


@blueprint.get("/changes/releases/<int:number>")
@requires(signed_in)
def show_release(number: int) -> Response:
    """One release with the changes and ideas behind it."""
    found = release_page(number, current_user)
    if found is None:
        abort(404)
    return page("changes/release.html", found=found, release=found.release, may_manage=may_manage(current_user))


@blueprint.get("/changes/releases/new")
@requires(may_manage)
def show_new_release() -> Response:
    """The form for a new release; `change` is the number of the change it is begun for."""
    begun = request.args.get("change", 0, type=id_in)
    data = {"changes": [begun] if begun else [], "token": new_token()}
    return _publish_answer(PublishForm(formdata=None, data=data, releasable=releasable_changes()))


@blueprint.post("/changes/releases")
@requires(may_manage)
def create_release() -> Response:
    """Publish a release; the ideas of its changes are delivered with it."""
    form = PublishForm(releasable=releasable_changes())
    if not form.validate_on_submit():
        return _publish_answer(form, status=422)
    try:
        release = actions.publish_release(
            actor=current_user, changes=form.changes.data, token=form.token.data or None, **_words(form)
        )
    except GuardFailed as why:
        add_error(form.changes, str(why.sentence))
        return _publish_answer(form, status=422)
    flash(_("The release is published; everyone who waits for it is told."), "success")
    return see_other(url_for(".show_release", number=release.id))


def _words(form: ReleaseForm) -> dict[str, str]:
    return {name: form[name].data for name in ("title", "note", "title_en", "note_en")}


def _publish_answer(form: PublishForm, *, status: int = 200) -> Response:
    return page("changes/release_form.html", status=status, form=form, release=None, stale=False)


@blueprint.get("/changes/releases/<int:number>/edit")
@requires(may_manage)
def show_edit_release(number: int) -> Response:
    """The form in which the words of a release are mended."""
    release = _known(number)
    return _edit_answer(release, ReleaseForm(formdata=None, obj=release))


@blueprint.post("/changes/releases/<int:number>")
@requires(may_manage)
def update_release(number: int) -> Response:
    """Say better what is new."""
    release, form = _known(number), ReleaseForm()
    if not form.validate_on_submit():
        return _edit_answer(release, form, status=422)
    try:
        actions.edit_release(release_id=number, version=form.version.data or 0, actor=current_user, **_words(form))
    except StaleChange:
        return _edit_answer(_known(number), form, status=409, stale=True)
    flash(_("The release note is changed."), "success")
    return see_other(url_for(".show_release", number=number))


def _known(number: int) -> Release:
    found = release_page(number, current_user)
    if found is None:
        abort(404)
    return found.release


def _edit_answer(release: Release, form: ReleaseForm, *, status: int = 200, stale: bool = False) -> Response:
    return page("changes/release_form.html", status=status, form=form, release=release, stale=stale)
