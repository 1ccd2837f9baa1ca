"""Drafts of articles: worked on, taken as files, dropped."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.foundation.db import db
from app.foundation.forms import add_error
from app.foundation.i18n import LANGUAGES, language
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires
from app.knowledge.actions.drafting import drop_draft, edit_draft
from app.knowledge.actions.errors import DraftClosed, NameTaken, StaleDraft
from app.knowledge.forms.drafts import TEXTS, DraftForm, DropForm
from app.knowledge.models import ArticleDraft, DraftState
from app.knowledge.policies import may_edit_drafts
from app.knowledge.queries.articles import topics
from app.knowledge.queries.drafts import draft_counts, draft_numbered, drafts_in
from app.knowledge.queries.files import file_name, file_text
from app.knowledge.views import blueprint


@blueprint.get("/knowledge/drafts")
@requires(may_edit_drafts)
def show_drafts() -> Response:
    """Drafts that are worked on, published or dropped."""
    asked = request.args.get("state", "")
    state = DraftState(asked) if asked in DraftState.__members__ else DraftState.open
    q = request.args.get("q", "")[:100]
    found = drafts_in(state, q=q, number=request.args.get("page", 1, type=int) or 1)
    return page("knowledge/drafts.html", fragments={"draft-list"}, state=state, q=q, found=found, counts=draft_counts())


@blueprint.get("/knowledge/drafts/<int:draft_id>")
@requires(may_edit_drafts)
def show_draft(draft_id: int) -> Response:
    """One draft."""
    draft = draft_numbered(draft_id) or abort(404)
    form = _form(DraftForm(formdata=None, obj=draft), draft)
    return _draft_page(draft, form)


@blueprint.post("/knowledge/drafts/<int:draft_id>")
@requires(may_edit_drafts)
def update_draft(draft_id: int) -> Response:
    """Keep what was written."""
    draft = draft_numbered(draft_id) or abort(404)
    form = _form(DraftForm(), draft)
    if not form.validate_on_submit():
        return _draft_page(draft, form, status=422)
    words = {name: str(form[name].data or "") for name in TEXTS}
    try:
        edit_draft(draft_id=draft_id, version=form.version.data or 0, words=words, by=current_user.id)
    except NameTaken:
        add_error(form.article, _("Another draft has this id. Choose a different one."))
        return _draft_page(draft, form, status=422)
    except (StaleDraft, DraftClosed):
        return _stale(draft_id, form)
    flash(_("The draft is kept."), "success")
    return see_other(url_for(".show_draft", draft_id=draft_id))


@blueprint.post("/knowledge/drafts/<int:draft_id>/closing")
@requires(may_edit_drafts)
def create_drop(draft_id: int) -> Response:
    """Drop a draft, with the reason."""
    draft = draft_numbered(draft_id) or abort(404)
    drop, form = DropForm(), _form(DraftForm(formdata=None, obj=draft), draft)
    if not drop.validate_on_submit():
        return _draft_page(draft, form, status=422, drop=drop)
    try:
        drop_draft(draft_id=draft_id, reason=drop.reason.data, by=current_user.id)
    except DraftClosed:
        return _stale(draft_id, form)
    flash(_("The draft is dropped."), "success")
    return see_other(url_for(".show_drafts"))


@blueprint.get("/knowledge/drafts/<int:draft_id>/<language>.md")
@requires(may_edit_drafts)
def show_draft_file(draft_id: int, language: str) -> Response:
    """One of the two files, as an author puts it into the content folder."""
    draft = draft_numbered(draft_id)
    if draft is None or language not in LANGUAGES:
        abort(404)
    answer = Response(file_text(draft, language), content_type="text/markdown; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=file_name(draft, language))
    return answer


def _form(form: DraftForm, draft: ArticleDraft) -> DraftForm:
    known = {topic.id: topic.title for topic in topics(language())}
    kept = {draft.topic: draft.topic} if draft.topic else {}
    choices = {"": _("Not chosen yet"), **kept, **known}
    form.topic.choices = [SelectChoice(name, title) for name, title in choices.items()]
    return form


def _stale(draft_id: int, form: DraftForm) -> Response:
    """Somebody was faster: their version is named, what was typed is kept."""
    db.session.rollback()
    load_person_again()
    return _draft_page(draft_numbered(draft_id) or abort(404), form, status=409)


def _draft_page(draft: ArticleDraft, form: DraftForm, *, status: int = 200, drop: DropForm | None = None) -> Response:
    if status == 409:
        form.version.data = draft.version
    return page(
        "knowledge/draft.html",
        status=status,
        draft=draft,
        form=form,
        drop=drop or DropForm(formdata=None),
        stale=status == 409,
        open=draft.state is DraftState.open,
    )
