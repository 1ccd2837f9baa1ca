"""Sharing sessions: called, moved, cancelled, and who was there."""

from datetime import UTC

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.ambassadors.actions import sharing as actions
from app.ambassadors.actions.sharing import NotOn, SessionChanged, SessionData
from app.ambassadors.forms.practice import AttendancesForm, ReasonForm, RecordsForm, SessionForm, name_line
from app.ambassadors.models import SharingSession
from app.ambassadors.policies import practice as rules
from app.ambassadors.queries import sharing as queries
from app.ambassadors.queries.practices import published_practices
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.names import person_named, problem_of
from app.feedback.actions.ideas import new_token
from app.foundation import clock
from app.foundation.errors import error_answer
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires, signed_in
from app.training.queries.paper import meant_by

ONE = "/ambassadors/sessions/<int:session_id>"


@blueprint.get("/ambassadors/sessions")
@requires(signed_in)
def show_sessions() -> Response:
    """Coming sessions, the next one first; past ones on request."""
    words, past = request.args.get("q", "").strip()[:100], request.args.get("when") == "past"
    number = request.args.get("page", 1, type=int) or 1
    return page(
        "ambassadors/sessions.html",
        fragments={"session-list"},
        found=queries.sessions(reader_id=current_user.id, past=past, words=words, number=number),
        words=words,
        past=past,
        may_call=rules.may_call_sessions(current_user),
    )


@blueprint.get("/ambassadors/sessions/new")
@requires(rules.may_call_sessions)
def show_new_session() -> Response:
    """Call colleagues together; oneself is the host unless said otherwise."""
    chosen = request.args.get("practice", 0, type=id_in)
    asked = {"host": name_line(current_user), "token": new_token(), "practices": [chosen]}
    return _form_page(SessionForm(formdata=None, data=asked))


@blueprint.post("/ambassadors/sessions")
@requires(rules.may_call_sessions)
def create_session() -> Response:
    """Ask colleagues to a session."""
    form = _offered(SessionForm())
    data = _data(form) if form.validate_on_submit() else None
    if data is not None and data.starts_at < clock.now():
        add_error(form.starts_at, _("That moment has passed."))
        data = None
    if data is None:
        return _form_page(form, status=422)
    session = actions.call_session(data=data, by=current_user.id, token=form.token.data)
    flash(_("The session is called."), "success")
    return see_other(url_for(".show_session", session_id=session.id))


@blueprint.get(ONE)
@requires(signed_in)
def show_session(session_id: int) -> Response:
    """One session: what is shown, when and where; for its host, who was there."""
    return _session_page(_session(session_id))


@blueprint.get(f"{ONE}/edit")
@requires(signed_in)
def show_session_form(session_id: int) -> Response:
    """Change what was announced, or move it."""
    session, form = _run(session_id), SessionForm(formdata=None)
    for name in ("title", "about", "place", "link", "version"):
        form[name].data = getattr(session, name)
    form.starts_at.data = clock.local(session.starts_at).replace(tzinfo=None)
    form.host.data = name_line(session.host)
    form.practices.data = [practice.id for practice in session.practices]
    return _form_page(form, session=session)


@blueprint.post(ONE)
@requires(signed_in)
def update_session(session_id: int) -> Response:
    """Keep the change; another time or place is told to those who care."""
    session = _run(session_id)
    form = _offered(SessionForm(), session)
    data = _data(form) if form.validate_on_submit() else None
    if data is None:
        return _form_page(form, session=session, status=422)
    try:
        actions.change_session(session=session, version=form.version.data or 0, data=data, by=current_user.id)
    except SessionChanged:
        return _form_page(form, session=session, status=409, stale=True)
    flash(_("The change is kept."), "success")
    return see_other(url_for(".show_session", session_id=session_id))


@blueprint.post(f"{ONE}/cancellation")
@requires(signed_in)
def create_session_cancellation(session_id: int) -> Response:
    """Say that it does not take place, and why."""
    session, form = _run(session_id), ReasonForm()
    if not form.validate_on_submit():
        return _session_page(session, reason_form=form, status=422)
    try:
        actions.cancel_session(session=session, reason=form.reason.data, by=current_user.id)
    except SessionChanged:
        return error_answer(409)
    flash(_("The session is cancelled."), "success")
    return see_other(url_for(".show_session", session_id=session_id))


@blueprint.post(f"{ONE}/records")
@requires(signed_in)
def create_session_records(session_id: int) -> Response:
    """Where the recording and the notes are."""
    session, form = _run(session_id), RecordsForm()
    if not form.validate_on_submit():
        return _session_page(session, records_form=form, status=422)
    actions.keep_records(
        session=session, recording_url=form.recording_url.data or "", notes_url=form.notes_url.data or ""
    )
    flash(_("The links are kept."), "success")
    return see_other(url_for(".show_session", session_id=session_id))


@blueprint.post(f"{ONE}/attendances")
@requires(signed_in)
def create_attendances(session_id: int) -> Response:
    """Note everybody whom the host saw; all or nothing."""
    session, form = _run(session_id), AttendancesForm()
    people = _people(form) if form.validate_on_submit() else None
    if people is None:
        return _session_page(session, attendances_form=form, status=422)
    try:
        made = actions.enter_attendances(session=session, person_ids=people, by=current_user.id)
    except NotOn:
        return error_answer(409)
    flash(ngettext("%(num)s person is entered.", "%(num)s people are entered.", made), "success")
    return see_other(url_for(".show_session", session_id=session_id))


@blueprint.post(f"{ONE}/attendances/<int:attendance_id>/delete")
@requires(signed_in)
def delete_attendance(session_id: int, attendance_id: int) -> Response:
    """Take back a wrong entry."""
    session = _run(session_id)
    attendance = queries.attendance_by_id(session.id, attendance_id) or abort(404)
    actions.remove_attendance(attendance=attendance, by=current_user.id)
    flash(_("%(name)s is taken off the list.", name=attendance.person.name), "success")
    return see_other(url_for(".show_session", session_id=session_id))


@blueprint.get(f"{ONE}/<any(cancellation, records, attendances):_what>")
@requires(signed_in)
def show_session_again(session_id: int, _what: str) -> Response:
    """Where a reader lands who changes the language while a form of this page is open."""
    return see_other(url_for(".show_session", session_id=_session(session_id).id))


def _session(session_id: int) -> SharingSession:
    return queries.session_by_id(session_id) or abort(404)


def _run(session_id: int) -> SharingSession:
    session = _session(session_id)
    if not rules.may_run_session(current_user, session):
        abort(404)
    return session


def _session_page(
    session: SharingSession,
    *,
    reason_form: ReasonForm | None = None,
    records_form: RecordsForm | None = None,
    attendances_form: AttendancesForm | None = None,
    status: int = 200,
) -> Response:
    runs, state = rules.may_run_session(current_user, session), queries.state_of(session)
    lists = runs and state in ("open", "over")
    words = request.args.get("q", "").strip()[:100]
    number = request.args.get("page", 1, type=int) or 1
    return page(
        "ambassadors/session.html",
        fragments={"attendance-list"} if lists else set(),
        status=status,
        session=session,
        state=state,
        runs=runs,
        there=bool(queries.present_among(session.id, [current_user.id])),
        present=queries.present_count(session.id),
        found=queries.attendances(session.id, words=words, number=number) if lists else None,
        words=words,
        reason_form=reason_form or ReasonForm(formdata=None),
        records_form=records_form or RecordsForm(formdata=None, obj=session),
        attendances_form=attendances_form or AttendancesForm(formdata=None),
    )


def _form_page(
    form: SessionForm, *, session: SharingSession | None = None, status: int = 200, stale: bool = False
) -> Response:
    _offered(form, session)
    return page("ambassadors/session_form.html", status=status, form=form, session=session, stale=stale)


def _offered(form: SessionForm, session: SharingSession | None = None) -> SessionForm:
    """Practices of the library; those that were chosen already stay on offer though they are retired by now."""
    practices = published_practices()
    kept = [] if session is None else [one for one in session.practices if one not in practices]
    form.offer([*kept, *practices], language())
    return form


def _data(form: SessionForm) -> SessionData | None:
    """What a valid form says; None with an error in it where the host is not clear."""
    host = person_named(form.host, also_oneself=True)
    if host is None:
        return None
    return SessionData(
        title=form.title.data,
        about=form.about.data or "",
        starts_at=form.starts_at.data.replace(tzinfo=clock.zone()).astimezone(UTC),
        host_id=host.id,
        place=form.place.data or "",
        link=form.link.data or "",
        practice_ids=form.practices.data or [],
    )


def _people(form: AttendancesForm) -> list[int] | None:
    """Ids of those on the list; None with what is wrong at each line."""
    lines = meant_by(form.names.data, by_id=current_user.id, there_among=lambda _ids: set())
    problems = [told for told in map(problem_of, lines) if told]
    for told in problems:
        add_error(form.names, told)
    return None if problems else [line.person.id for line in lines if line.person]
