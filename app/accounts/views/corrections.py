"""Requests for correction: asked by anybody of what is kept of them, answered by HR."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import policies
from app.accounts.actions import corrections as acts
from app.accounts.forms.my_data import OTHER, AnswerForm, CorrectionForm
from app.accounts.models import CorrectionRequest
from app.accounts.queries import corrections, my_data
from app.accounts.views import blueprint
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires, signed_in


@blueprint.get("/account/corrections")
@requires(signed_in)
def show_own_corrections() -> Response:
    """What one has asked to correct, and the answers; and the form to ask."""
    return _own_page(CorrectionForm(formdata=None, data={"section": request.args.get("section", "")}))


@blueprint.post("/account/corrections")
@requires(signed_in)
def create_correction() -> Response:
    """Ask HR to correct something."""
    form = CorrectionForm()
    form.offer(_choices())
    if not form.validate():
        return _own_page(form, status=422)
    acts.ask_for_correction(
        person_id=current_user.id,
        section=form.section.data,
        text=form.text.data,
        wanted=form.wanted.data,
        token=form.token.data,
    )
    flash(_("Sent to HR. You hear what becomes of it."), "success")
    return see_other(url_for("accounts.show_own_corrections"))


@blueprint.get("/people/corrections")
@requires(policies.may_answer_corrections)
def show_corrections() -> Response:
    """What waits for HR, and what was answered."""
    words, state = request.args.get("q", "")[:100], request.args.get("state", "open")
    answered = state == "answered"
    return page(
        "accounts/corrections.html",
        fragments={"correction-list"},
        found=corrections.correction_queue(answered=answered, words=words, number=request.args.get("page", 1, int)),
        words=words,
        state="answered" if answered else "open",
        section_title=_section_title,
    )


@blueprint.get("/people/corrections/<int:request_id>")
@requires(policies.may_answer_corrections)
def show_correction(request_id: int) -> Response:
    """One request, and the form to answer it."""
    return _answer_page(_found(request_id), AnswerForm(formdata=None))


@blueprint.post("/people/corrections/<int:request_id>")
@requires(policies.may_answer_corrections)
def create_correction_answer(request_id: int) -> Response:
    """Tell the person what was corrected, or why nothing is."""
    found, form = _found(request_id), AnswerForm()
    if not form.validate():
        return _answer_page(found, form, status=422)
    try:
        acts.answer_correction(
            request_id=request_id, corrected=form.corrected.data == "yes", answer=form.answer.data, by=current_user.id
        )
    except acts.OwnRequest:
        abort(403)
    except acts.AnsweredAlready:
        load_person_again()
        return _answer_page(_found(request_id), form, status=409)
    flash(_("Answered. The person is told."), "success")
    return see_other(url_for("accounts.show_corrections"))


def _found(request_id: int) -> CorrectionRequest:
    return corrections.correction_named(request_id) or abort(404)


def _choices() -> list[tuple[str, str]]:
    return [(one.key, str(one.title)) for one in my_data.sections()]


def _section_title(key: str) -> str:
    """The title of a section; one that is no longer there by its key."""
    if key in ("", OTHER):
        return str(_("Something else"))
    section = my_data.section_named(key)
    return str(section.title) if section else key


def _own_page(form: CorrectionForm, status: int = 200) -> Response:
    form.offer(_choices())
    found = corrections.own_corrections(current_user.id, number=request.args.get("page", 1, int))
    return page(
        "accounts/own_corrections.html",
        fragments={"own-corrections"},
        status=status,
        form=form,
        found=found,
        section_title=_section_title,
    )


def _answer_page(found: CorrectionRequest, form: AnswerForm, status: int = 200) -> Response:
    return page("accounts/correction.html", status=status, found=found, form=form, title=_section_title(found.section))
