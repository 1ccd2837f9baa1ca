"""One article, whether it solved it, and who has read it."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.db import transaction
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires, signed_in
from app.knowledge.actions.helping import note_view, say_whether_solved, vouch_for
from app.knowledge.models import ArticleEdition
from app.knowledge.policies import may_review, may_see_gaps
from app.knowledge.queries.articles import edition_of, rendered, see_also, standing_of
from app.knowledge.queries.sessions import unseen_session
from app.knowledge.views import blueprint


@blueprint.get("/knowledge/<name>")
@requires(signed_in)
def show_article(name: str) -> Response:
    """One article; whoever looks for help has opened one."""
    edition = edition_of(name, language()) or abort(404)
    if edition.withdrawn:
        return page("knowledge/withdrawn.html", edition=edition)
    if unseen_session(current_user.id):
        with transaction():
            note_view(person_id=current_user.id)
        load_person_again()
        edition = edition_of(name, language()) or abort(404)
    return page(
        "knowledge/article.html",
        fragments={"solved"},
        edition=edition,
        body=rendered(edition.body),
        standing=standing_of(edition, current_user),
        see=see_also(edition, lambda other: url_for(".show_article", name=other)),
        token=request.args.get("search", "")[:40],
        may_review=may_review(current_user, edition.owner),
        may_see_gaps=may_see_gaps(current_user),
    )


@blueprint.post("/knowledge/<name>/answers")
@requires(signed_in)
def create_article_answer(name: str) -> Response:
    """Whether it solved it; the last word holds."""
    edition = _served(name)
    solved = request.form.get("solved", "")
    if solved not in ("yes", "no"):
        abort(422)
    token = request.form.get("search", "")[:40]
    say_whether_solved(person_id=current_user.id, edition=edition, solved=solved == "yes", token=token)
    return see_other(url_for(".show_article", name=name, search=token or None, _anchor="solved"))


@blueprint.post("/knowledge/<name>/reviews")
@requires(may_see_gaps)
def create_review(name: str) -> Response:
    """Say that one has read it and that it is true."""
    edition = _served(name)
    if not may_review(current_user, edition.owner):
        abort(403)
    if request.form.get("version", "") != str(edition.version):
        flash(_("The article has a new version. Read it before you vouch for it."), "warning")
    elif vouch_for(person_id=current_user.id, edition=edition):
        flash(_("Noted: you have read this version today, and it is true."), "success")
    return see_other(url_for(".show_article", name=name))


def _served(name: str) -> ArticleEdition:
    edition = edition_of(name, language())
    if edition is None or edition.withdrawn:
        abort(404)
    return edition
