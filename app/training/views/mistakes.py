"""What people get wrong, for superusers and authors; and notes to the authors."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires
from app.training import policies
from app.training.actions import remarking
from app.training.forms import RemarkAnswerForm, RemarkForm
from app.training.queries import mistakes
from app.training.queries.published import Item, Published, all_current, current
from app.training.views.blueprint import blueprint

REPORT = "/training/mistakes/<code>/<module_id>/<item_id>"


@blueprint.get("/training/mistakes")
@requires(policies.may_see_mistakes)
def show_mistakes() -> Response:
    """Every drill and quiz with the share of tests that were passed; one path at a time."""
    published = all_current()
    wanted = request.args.get("path", "")
    chosen = next((one for one in published if one.code == wanted), published[0] if published else None)
    return page(
        "training/mistakes.html",
        published=published,
        chosen=chosen,
        shares=mistakes.shares(chosen) if chosen else {},
        open_notes=mistakes.open_notes(),
        may_settle=policies.may_settle_notes(current_user),
    )


@blueprint.get(REPORT)
@requires(policies.may_see_mistakes)
def show_mistake(code: str, module_id: str, item_id: str) -> Response:
    """One drill or quiz, part by part."""
    return _report_page(*_found(code, module_id, item_id), RemarkForm(formdata=None, data=request.args.to_dict()))


@blueprint.post(f"{REPORT}/notes")
@requires(policies.may_see_mistakes)
def create_note(code: str, module_id: str, item_id: str) -> Response:
    """Write a note to the authors."""
    published, item = _found(code, module_id, item_id)
    form = RemarkForm()
    if not form.validate_on_submit():
        return _report_page(published, item, form, status=422)
    remarking.write_note(
        path_id=published.path_id,
        module_id=module_id,
        item_id=item_id,
        part=form.part.data or "",
        text=form.text.data,
        by_id=current_user.id,
    )
    flash(_("The authors will read it."), "success")
    return see_other(url_for("training.show_mistake", code=code, module_id=module_id, item_id=item_id))


@blueprint.get(f"{REPORT}/notes")
@requires(policies.may_see_mistakes)
def show_mistake_again(code: str, module_id: str, item_id: str) -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(url_for("training.show_mistake", code=code, module_id=module_id, item_id=item_id))


@blueprint.get("/training/notes")
@requires(policies.may_see_mistakes)
def show_notes() -> Response:
    """Notes to the authors, the open ones first."""
    return _notes_page()


@blueprint.post("/training/notes/<int:note_id>/answers")
@requires(policies.may_settle_notes)
def create_note_answer(note_id: int) -> Response:
    """Say what became of a note."""
    form = RemarkAnswerForm()
    if not form.validate_on_submit():
        return _notes_page(form, note_id, status=422)
    try:
        remarking.settle_note(note_id=note_id, answer=form.answer.data, by_id=current_user.id)
    except LookupError:
        abort(404)
    except remarking.AlreadySettled:
        abort(409)
    flash(_("Settled."), "success")
    return see_other(url_for("training.show_notes"))


@blueprint.get("/training/notes/<int:note_id>/answers")
@requires(policies.may_settle_notes)
def show_notes_again(note_id: int) -> Response:  # noqa: ARG001 (the address of the form)
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(url_for("training.show_notes"))


def _found(code: str, module_id: str, item_id: str) -> tuple[Published, Item]:
    published = current(code) or abort(404)
    return published, published.item(module_id, item_id) or abort(404)


def _report_page(published: Published, item: Item, form: RemarkForm, status: int = 200) -> Response:
    module = published.path.module(item.module_id) or abort(404)
    return page(
        "training/mistake.html",
        status=status,
        published=published,
        module=module,
        report=mistakes.item_report(published, item, language()),
        notes=mistakes.notes_on(published.path_id, item.module_id, item.id),
        fewest=mistakes.FEWEST_PEOPLE,
        form=form,
    )


def _notes_page(form: RemarkAnswerForm | None = None, note_id: int = 0, status: int = 200) -> Response:
    number = request.args.get("page", 1, type=int)
    words = request.args.get("q", "")
    return page(
        "training/notes.html",
        fragments={"note-list"},
        status=status,
        found=mistakes.notes(words=words, number=number),
        words=words,
        form=form or RemarkAnswerForm(formdata=None),
        answering=note_id or request.args.get("answer", 0, type=id_in),
        may_settle=policies.may_settle_notes(current_user),
    )
