"""Workshops: made, shown on the wall, checked in to, and entered from paper."""

from __future__ import annotations

from datetime import UTC

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.minute_codes import seconds_left
from app.foundation.pages import asks_for_fragment, page, see_other
from app.foundation.qr import full_address, qr_code
from app.foundation.security import load_person_again, requires, signed_in
from app.training import policies
from app.training.actions import gathering
from app.training.forms import CheckInForm, SheetForm, WorkshopForm
from app.training.models import Workshop
from app.training.queries import paper, workshops
from app.training.queries.paper import Line
from app.training.queries.published import all_current, current
from app.training.views.blueprint import blueprint

ONE = "/training/workshops/<int:workshop_id>"


@blueprint.get("/training/workshops")
@requires(policies.may_hold_workshops)
def show_workshops() -> Response:
    """All workshops, the latest first."""
    words = request.args.get("q", "").strip()[:100]
    return page(
        "training/workshops.html",
        fragments={"workshop-list"},
        found=workshops.workshops(words=words, number=request.args.get("page", 1, int)),
        words=words,
        titles={(one.path_id, m.id): m.text(language()).title for one in all_current() for m in one.path.modules},
        state_of=workshops.state_of,
    )


@blueprint.get("/training/workshops/new")
@requires(policies.may_hold_workshops)
def show_new_workshop() -> Response:
    """Ask about a new workshop; it begins at the next full hour unless said otherwise."""
    soon = clock.local(clock.now()).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    asked = {"subject": request.args.get("subject", ""), "starts_at": soon}
    return page("training/workshop_form.html", form=_offered(WorkshopForm(formdata=None, data=asked)))


@blueprint.post("/training/workshops")
@requires(policies.may_hold_workshops)
def create_workshop() -> Response:
    """Make a workshop."""
    form = _offered(WorkshopForm())
    if not form.validate_on_submit():
        return page("training/workshop_form.html", form=form, status=422)
    code, _slash, module_id = form.subject.data.partition("/")
    published = current(code) or abort(404)
    workshop = gathering.hold(
        path_id=published.path_id,
        module_id=module_id,
        place=form.place.data or "",
        starts_at=form.starts_at.data.replace(tzinfo=clock.zone()).astimezone(UTC),
        by_id=current_user.id,
    )
    flash(_("The workshop is there. Show its code on the wall when people come in."), "success")
    return see_other(url_for("training.show_workshop", workshop_id=workshop.id))


@blueprint.get(ONE)
@requires(policies.may_hold_workshops)
def show_workshop(workshop_id: int) -> Response:
    """One workshop and who was there."""
    workshop = _workshop(workshop_id)
    words = request.args.get("q", "").strip()[:100]
    return page(
        "training/workshop.html",
        fragments={"presence-list"},
        workshop=workshop,
        subject=_subject(workshop),
        state=workshops.state_of(workshop),
        session_code=workshops.session_code(workshop.id),
        found=workshops.presences(workshop.id, words=words, number=request.args.get("page", 1, int)),
        words=words,
        may_enter=policies.may_enter_sheets(current_user),
    )


@blueprint.get(f"{ONE}/code")
@requires(policies.may_hold_workshops)
def show_workshop_code(workshop_id: int) -> Response:
    """The code of this minute, large enough for a wall; it asks for the next one by itself."""
    workshop = _workshop(workshop_id)
    g.unattended = asks_for_fragment()
    code = workshops.code_of(workshop)
    address = full_address(url_for("training.show_check_in", workshop_id=workshop.id, code=code))
    return page(
        "training/workshop_code.html",
        fragments={"wall-code"},
        workshop=workshop,
        subject=_subject(workshop),
        state=workshops.state_of(workshop),
        code=code,
        seconds=seconds_left(),
        present=workshops.present_count(workshop.id),
        qr=qr_code(address),
        shown=full_address(url_for("training.show_code_check_in")).partition("://")[2],
    )


@blueprint.post(f"{ONE}/closing")
@requires(policies.may_hold_workshops)
def create_closing(workshop_id: int) -> Response:
    """End a workshop: nobody checks in any more."""
    gathering.close(workshop=_workshop(workshop_id), by_id=current_user.id)
    flash(_("The workshop is closed. Paper can still be entered."), "success")
    return see_other(url_for("training.show_workshop", workshop_id=workshop_id))


@blueprint.post(f"{ONE}/presences/<int:presence_id>/delete")
@requires(policies.may_hold_workshops)
def delete_presence(workshop_id: int, presence_id: int) -> Response:
    """Take back a wrong entry."""
    presence = workshops.presence_by_id(workshop_id, presence_id) or abort(404)
    gathering.remove_presence(presence=presence, by_id=current_user.id)
    flash(_("%(name)s is taken off the list.", name=presence.person.name), "success")
    return see_other(url_for("training.show_workshop", workshop_id=workshop_id))


# ---------------------------------------------------------------------------------------------------- checking in


@blueprint.get(f"{ONE}/check-in")
@requires(signed_in)
def show_check_in(workshop_id: int) -> Response:
    """Say that one is there; the code comes with the QR code."""
    form = CheckInForm(formdata=None, data={"code": request.args.get("code", "")[:6]})
    return _check_in_page(_workshop(workshop_id), form)


@blueprint.post(f"{ONE}/check-in")
@requires(signed_in)
def create_check_in(workshop_id: int) -> Response:
    """Note that one is there, once."""
    workshop, form = _workshop(workshop_id), CheckInForm()
    if not form.validate_on_submit():
        return _check_in_page(workshop, form, status=422)
    try:
        gathering.check_in(workshop=workshop, person_id=current_user.id, code=form.code.data)
    except gathering.NotOn:
        return _check_in_page(workshop, form, status=409)
    except gathering.WrongCode:
        return _wrong_code(_workshop(workshop_id), form)
    except gathering.TooManyGuesses as problem:
        return _ask_to_wait(workshop, form, problem.seconds)
    return _checked_in(workshop)


@blueprint.get("/training/check-in")
@requires(signed_in)
def show_code_check_in() -> Response:
    """Say that one is there, with nothing but the code."""
    return _check_in_page(None, CheckInForm(formdata=None))


@blueprint.post("/training/check-in")
@requires(signed_in)
def create_code_check_in() -> Response:
    """Note that one is at the workshop whose code it is."""
    form = CheckInForm()
    if not form.validate_on_submit():
        return _check_in_page(None, form, status=422)
    try:
        workshop = gathering.check_in_by_code(person_id=current_user.id, code=form.code.data)
    except gathering.WrongCode:
        return _wrong_code(None, form)
    except gathering.TooManyGuesses as problem:
        return _ask_to_wait(None, form, problem.seconds)
    return _checked_in(workshop)


# ---------------------------------------------------------------------------------------------------- from paper


@blueprint.get(f"{ONE}/sheet")
@requires(policies.may_enter_sheets)
def show_sheet(workshop_id: int) -> Response:
    """Ask who signed on paper."""
    return _sheet_page(_workshop(workshop_id), SheetForm(formdata=None), [])


@blueprint.get(f"{ONE}/sheet/matches")
@requires(policies.may_enter_sheets)
def show_sheet_again(workshop_id: int) -> Response:
    """Where a reader lands who changes the language while names are matched."""
    return see_other(url_for("training.show_sheet", workshop_id=_workshop(workshop_id).id))


@blueprint.post(f"{ONE}/sheet/matches")
@requires(policies.may_enter_sheets)
def create_matches(workshop_id: int) -> Response:
    """Say who is meant by each line, and write nothing."""
    workshop, form = _workshop(workshop_id), SheetForm()
    return _sheet_page(workshop, form, _lines(workshop, form))


@blueprint.post(f"{ONE}/sheet")
@requires(policies.may_enter_sheets)
def create_presences(workshop_id: int) -> Response:
    """Note everybody on the sheet, or say at each line who is not known; all or nothing."""
    workshop, form = _workshop(workshop_id), SheetForm()
    if not form.validate_on_submit():
        return _sheet_page(workshop, form, [], status=422)
    lines = _lines(workshop, form)
    wrong = [line for line in lines if not line.is_right]
    if wrong:
        told = ngettext(
            "%(num)s line needs a look; nothing was entered yet.",
            "%(num)s lines need a look; nothing was entered yet.",
            len(wrong),
        )
        add_error(form.names, told)
        return _sheet_page(workshop, form, lines, status=422)
    try:
        made = gathering.enter_sheet(
            workshop=workshop, person_ids=[line.person.id for line in lines if line.person], by_id=current_user.id
        )
    except gathering.NotOn:
        abort(409)
    flash(
        ngettext("%(num)s person is entered as seen by you.", "%(num)s people are entered as seen by you.", made),
        "success",
    )
    return see_other(url_for("training.show_workshop", workshop_id=workshop.id))


def _workshop(workshop_id: int) -> Workshop:
    return workshops.workshop_by_id(workshop_id) or abort(404)


def _subject(workshop: Workshop) -> str:
    """What is practised, in the reader's language."""
    published = current(workshop.path.code)
    module = published.path.module(workshop.module_id) if published and workshop.module_id else None
    return module.text(language()).title if module else workshop.path.title(language())


def _offered(form: WorkshopForm) -> WorkshopForm:
    told = language()
    form.subject.choices = {
        one.path.title.of(told): [
            (one.code, _("The whole path: %(path)s", path=one.path.title.of(told))),
            *((f"{one.code}/{module.id}", module.text(told).title) for module in one.path.modules),
        ]
        for one in all_current()
    }
    return form


def _lines(workshop: Workshop, form: SheetForm) -> list[Line]:
    return paper.lines_of(form.names.data or "", workshop_id=workshop.id, by_id=current_user.id)


def _sheet_page(workshop: Workshop, form: SheetForm, lines: list[Line], status: int = 200) -> Response:
    return page(
        "training/workshop_sheet.html",
        fragments={"sheet-matches"},
        status=status,
        workshop=workshop,
        subject=_subject(workshop),
        state=workshops.state_of(workshop),
        form=form,
        lines=lines,
    )


def _check_in_page(workshop: Workshop | None, form: CheckInForm, status: int = 200) -> Response:
    there = workshop is not None and bool(workshops.present_among(workshop.id, [current_user.id]))
    return page(
        "training/workshop_check_in.html",
        status=status,
        workshop=workshop,
        subject=_subject(workshop) if workshop else "",
        state=workshops.state_of(workshop) if workshop else "open",
        there=there,
        form=form,
        here=request.path,
    )


def _wrong_code(workshop: Workshop | None, form: CheckInForm) -> Response:
    load_person_again()
    add_error(
        form.code, _("This code is not on the wall (any more). It changes every minute: type the one you see now.")
    )
    return _check_in_page(workshop, form, status=422)


def _ask_to_wait(workshop: Workshop | None, form: CheckInForm, seconds: int) -> Response:
    minutes = -(-seconds // 60)
    told = ngettext(
        "Too many wrong codes. Please wait %(num)s minute.",
        "Too many wrong codes. Please wait %(num)s minutes.",
        minutes,
    )
    add_error(form.code, told)
    answer = _check_in_page(workshop, form, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _checked_in(workshop: Workshop) -> Response:
    flash(_("You are checked in: %(subject)s. Begin whenever you like.", subject=_subject(workshop)), "success")
    if workshop.module_id:
        return see_other(url_for("training.show_module", code=workshop.path.code, module_id=workshop.module_id))
    return see_other(url_for("training.show_path", code=workshop.path.code))
