"""Interviews: the log, its weeks and levels, and the way from what was heard to an idea."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.accounts.queries import departments_tree, project_groups
from app.ambassadors.actions import interviews as actions
from app.ambassadors.actions.interviews import InterviewData
from app.ambassadors.forms.practice import FindingForm, InterviewForm, ReasonForm
from app.ambassadors.models import Finding, Interview, InterviewLevel
from app.ambassadors.policies import practice as rules
from app.ambassadors.queries import interviews as queries
from app.ambassadors.queries.weeks import recent_weeks
from app.ambassadors.texts import LEVELS, level_label
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.names import person_named
from app.feedback.actions.ideas import new_token
from app.feedback.models import IdeaKind
from app.feedback.policies import may_see
from app.foundation import clock
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires

ONE = "/ambassadors/interviews/<int:interview_id>"

blueprint.add_app_template_filter(level_label)


@blueprint.get("/ambassadors/interviews")
@requires(rules.may_see_interviews)
def show_interviews() -> Response:
    """The log: this week, the weeks before, the levels heard this quarter, and what was heard."""
    filters = {"q": request.args.get("q", "").strip()[:100], "level": request.args.get("level", "")}
    weeks = recent_weeks(request.args.get("weeks", 1, type=id_in) or 1)
    return page(
        "ambassadors/interviews.html",
        fragments={"interview-list", "interview-weeks"},
        found=queries.interviews(
            logged_by=None if rules.may_see_all_interviews(current_user) else current_user.id,
            level=filters["level"],
            words=filters["q"],
            number=request.args.get("page", 1, type=int) or 1,
        ),
        filters=filters,
        weeks=weeks,
        this_week=weeks.rows[0] if weeks.number == 1 else recent_weeks().rows[0],
        heard=queries.heard_this_quarter(),
        levels=LEVELS,
        may_log=rules.may_log_interviews(current_user),
    )


@blueprint.get("/ambassadors/interviews/new")
@requires(rules.may_log_interviews)
def show_new_interview() -> Response:
    """Write down a talk, today's unless said otherwise."""
    asked = {"held_on": clock.today(), "token": new_token()}
    return page("ambassadors/interview_form.html", form=_offered(InterviewForm(formdata=None, data=asked)))


@blueprint.post("/ambassadors/interviews")
@requires(rules.may_log_interviews)
def create_interview() -> Response:
    """Keep what was written down."""
    form = _offered(InterviewForm())
    person = None
    if not form.validate_on_submit() or (form.person.data and (person := person_named(form.person)) is None):
        return page("ambassadors/interview_form.html", form=form, status=422)
    interview = actions.log_interview(data=_data(form, person), by=current_user.id, token=form.token.data)
    flash(_("Written down. What was heard can become an idea or a problem, with one press."), "success")
    return see_other(url_for(".show_interview", interview_id=interview.id))


@blueprint.get(ONE)
@requires(rules.may_see_interviews)
def show_interview(interview_id: int) -> Response:
    """One talk, what was heard, and what became of it."""
    return _interview_page(_reachable(interview_id))


@blueprint.post(f"{ONE}/findings")
@requires(rules.may_log_interviews)
def create_finding(interview_id: int) -> Response:
    """Add what came to mind later."""
    interview, form = _changeable(interview_id), FindingForm()
    if not form.validate_on_submit():
        return _interview_page(interview, finding_form=form, status=422)
    try:
        actions.add_finding(interview=interview, text=form.text.data)
    except actions.Withdrawn:
        abort(409)
    flash(_("Added."), "success")
    return see_other(url_for(".show_interview", interview_id=interview_id))


@blueprint.post(f"{ONE}/findings/<int:finding_id>/idea")
@requires(rules.may_log_interviews)
def create_finding_idea(interview_id: int, finding_id: int) -> Response:
    """Turn what was heard into an idea or a problem, once."""
    interview = _changeable(interview_id)
    finding = _finding(interview, finding_id)
    kind = IdeaKind.problem if request.form.get("kind") == IdeaKind.problem.value else IdeaKind.idea
    try:
        number = actions.turn_into_idea(interview=interview, finding=finding, kind=kind, by=current_user.id)
    except actions.Withdrawn:
        abort(409)
    flash(_("It is number %(number)s now; the PMO answers it like every other.", number=number), "success")
    return see_other(url_for("feedback.show_idea", number=number))


@blueprint.post(f"{ONE}/withdrawal")
@requires(rules.may_log_interviews)
def create_interview_withdrawal(interview_id: int) -> Response:
    """Take a talk back, with a reason; it counts nowhere any more."""
    interview, form = _changeable(interview_id), ReasonForm()
    if not form.validate_on_submit():
        return _interview_page(interview, reason_form=form, status=422)
    actions.withdraw_interview(interview=interview, reason=form.reason.data, by=current_user.id)
    flash(_("Taken back. It counts nowhere any more."), "success")
    return see_other(url_for(".show_interview", interview_id=interview_id))


@blueprint.post(f"{ONE}/withdrawal/delete")
@requires(rules.may_log_interviews)
def delete_interview_withdrawal(interview_id: int) -> Response:
    """Undo that."""
    actions.restore_interview(interview=_changeable(interview_id), by=current_user.id)
    flash(_("It counts again."), "success")
    return see_other(url_for(".show_interview", interview_id=interview_id))


@blueprint.get(f"{ONE}/<any(findings, withdrawal):_what>")
@requires(rules.may_see_interviews)
def show_interview_again(interview_id: int, _what: str) -> Response:
    """Where a reader lands who changes the language while a form of this page is open."""
    return see_other(url_for(".show_interview", interview_id=_reachable(interview_id).id))


def _offered(form: InterviewForm) -> InterviewForm:
    form.offer(departments_tree(), project_groups(), language())
    return form


def _data(form: InterviewForm, person: Person | None) -> InterviewData:
    department_id = form.department.data or (person.department_id if person and form.consent.data else None)
    return InterviewData(
        held_on=form.held_on.data,
        level=InterviewLevel(form.level.data),
        consent=bool(form.consent.data),
        person_id=person.id if person else None,
        person_name=person.name if person else "",
        guest_name=form.guest_name.data or "",
        role=form.role.data or "",
        department_id=department_id,
        project_group_id=form.project_group.data or None,
        findings=form.heard,
    )


def _interview_page(
    interview: Interview,
    *,
    finding_form: FindingForm | None = None,
    reason_form: ReasonForm | None = None,
    status: int = 200,
) -> Response:
    return page(
        "ambassadors/interview.html",
        status=status,
        interview=interview,
        finding_form=finding_form or FindingForm(formdata=None),
        reason_form=reason_form or ReasonForm(formdata=None),
        may_change=rules.may_change_interview(current_user, interview),
        may_see_idea=may_see,
        may_write_practices=rules.may_write_practices(current_user),
    )


def _reachable(interview_id: int) -> Interview:
    interview = queries.interview_by_id(interview_id)
    if interview is None or not rules.may_see_interview(current_user, interview):
        abort(404)
    return interview


def _changeable(interview_id: int) -> Interview:
    interview = _reachable(interview_id)
    if not rules.may_change_interview(current_user, interview):
        abort(404)
    return interview


def _finding(interview: Interview, finding_id: int) -> Finding:
    found = next((one for one in interview.findings if one.id == finding_id), None)
    return found or abort(404)
