"""The page of authors: what is served, what stands in the folder, and what publishing it would do to people."""

from __future__ import annotations

from pathlib import Path as FilePath

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.training import policies
from app.training.actions import publishing, retiring
from app.training.actions.publishing import Effect, NotPublishable
from app.training.queries.changes import difference_between
from app.training.queries.comparing import Comparison, DraftState, comparisons
from app.training.queries.effects import Touched, effect_of, people_touched, prospective, unmoved
from app.training.queries.history import history, publication_sheet
from app.training.views.blueprint import blueprint

PATH = "/training/content/<code>"


@blueprint.get("/training/content")
@requires(policies.may_see_content)
def show_content() -> Response:
    """Every path with the state of its folder."""
    return page("training/content.html", found=comparisons(content_folder()))


@blueprint.get(PATH)
@requires(policies.may_see_content)
def show_content_path(code: str) -> Response:
    """One path: what is served, what has changed, whom that touches, and its history."""
    one = _comparison(code)
    fresh = prospective(one)
    number = request.args.get("page", 1, int)
    return page(
        "training/content_path.html",
        fragments={"publications"},
        one=one,
        shown=fresh or one.served,
        effect=effect_of(one) if one.state is DraftState.changed else unmoved(one.path.id) if one.path else None,
        difference=difference_between(one.served, fresh) if fresh and one.served and one.changed else None,
        publications=history(one.path.id, number=number) if one.path else None,
        may_publish=policies.may_publish(current_user),
        may_print=policies.may_print(current_user),
        Touched=Touched,
    )


@blueprint.get(f"{PATH}/people")
@requires(policies.may_see_content)
def show_content_people(code: str) -> Response:
    """The people that publishing would touch in one way."""
    one = _comparison(code)
    touched = next((kind for kind in Touched if kind.value == request.args.get("touched", "keep")), None) or abort(404)
    effect = effect_of(one) if one.state is DraftState.changed else unmoved(one.path.id if one.path else 0)
    words = request.args.get("q", "").strip()[:100]
    found = people_touched(effect.people.get(touched, ()), words=words, number=request.args.get("page", 1, int))
    return page(
        "training/content_people.html", fragments={"people-list"}, one=one, touched=touched, people=found, words=words
    )


@blueprint.get(f"{PATH}/publications")
@blueprint.get(f"{PATH}/retirement")
@requires(policies.may_see_content)
def show_content_again(code: str) -> Response:
    """Where a reader lands who comes back to the address of a form."""
    return see_other(url_for("training.show_content_path", code=code))


@blueprint.post(f"{PATH}/publications")
@requires(policies.may_publish)
def create_publication(code: str) -> Response:
    """Publish a path as it was seen on its page; 409 where the folder has changed since."""
    try:
        effect = publishing.publish_path(
            content_folder(), code=code, content_hash=request.form.get("content_hash", ""), by_id=current_user.id
        )
    except NotPublishable:
        abort(409)
    flash(_done(effect), "success")
    return see_other(url_for("training.show_content_path", code=effect.code))


@blueprint.post(f"{PATH}/retirement")
@requires(policies.may_publish)
def create_retirement(code: str) -> Response:
    """Offer a path no longer."""
    try:
        count = retiring.retire_path(code=code, by_id=current_user.id)
    except LookupError:
        abort(409)
    told = ngettext(
        "The path is no longer offered. %(num)s open assignment was withdrawn; all records stay.",
        "The path is no longer offered. %(num)s open assignments were withdrawn; all records stay.",
        count,
    )
    flash(told, "success")
    return see_other(url_for("training.show_content_path", code=code))


@blueprint.get("/training/content/publications/<int:publication_id>")
@requires(policies.may_see_content)
def show_publication(publication_id: int) -> Response:
    """What was different in a publication from the one before."""
    sheet = publication_sheet(publication_id) or abort(404)
    return page("training/content_publication.html", sheet=sheet)


def content_folder() -> FilePath:
    """The folder that authors write in."""
    content: FilePath = current_app.extensions["uptake.settings"].content
    return content


def _comparison(code: str) -> Comparison:
    return comparisons(content_folder()).of(code) or abort(404)


def _done(effect: Effect) -> str:
    if not effect.changed:
        return str(_("Nothing had changed; the version that is served stays."))
    if effect.state == DraftState.new:
        return str(
            _("A new path: version %(version)s is served now, and assigned to its audience.", version=effect.version)
        )
    told = _(
        "Version %(version)s is served now. People who keep everything: %(keep)s; asked again for something: %(retake)s; "
        "told: %(notified)s; taking it again: %(renewal)s; graded anew: %(regraded)s; records lost: 0.",
        version=effect.version,
        keep=effect.keep,
        retake=effect.retake,
        notified=effect.notified,
        renewal=effect.renewal,
        regraded=effect.regraded,
    )
    return str(told)
