"""The impact assessment of a change request."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from flask_login import current_user

from app.changes import actions, policies
from app.changes.actions.errors import GuardFailed, MoveNotListed, StaleChange
from app.changes.forms.requests import AssessmentForm
from app.changes.models import Assessment, ChangeRequest
from app.changes.queries.assessments import assessment_of, missing_in
from app.changes.queries.people import all_departments
from app.changes.views.blueprint import blueprint
from app.changes.views.change import answered_change, change_answer
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in

PLAIN = ("hours", "cost", "days", "training", "communication", "data_impact", "back_out_plan", "tools", "everyone")


@blueprint.get("/changes/<int:number>/assessment")
@requires(signed_in)
def show_assessment(number: int) -> Response:
    """The form of the assessment, with what it lacks."""
    change = answered_change(number)
    if not policies.may_edit(current_user, change):
        return change_answer(number, status=409, stale=True)
    found = assessment_of(number)
    form = AssessmentForm(formdata=None, data=_said(found), departments=all_departments(), language=language())
    return _answer(change, form, found)


def _said(found: Assessment | None) -> dict[str, object]:
    if found is None:
        return {}
    plain = {name: getattr(found, name) for name in PLAIN}
    return {**plain, **found.risk_answers, "departments": [row.id for row in found.departments]}


@blueprint.post("/changes/<int:number>/assessment")
@requires(signed_in)
def create_assessment(number: int) -> Response:
    """Write another revision of the assessment."""
    change = answered_change(number)
    form = AssessmentForm(departments=all_departments(), language=language())
    if not form.validate_on_submit():
        return _answer(change, form, assessment_of(number), status=422)
    try:
        written = actions.assess_change(
            change_id=number,
            version=form.version.data or 0,
            actor=current_user,
            risk_answers=form.answers,
            departments=form.departments.data or (),
            **{name: form[name].data for name in PLAIN},
        )
    except GuardFailed as why:
        return _answer(change, form, assessment_of(number), status=422, refusal=why.sentence)
    except StaleChange:
        return _answer(answered_change(number), form, assessment_of(number), status=409, stale=True)
    except MoveNotListed:
        return change_answer(number, status=409, stale=True)
    flash(_("The assessment is kept as revision %(number)s.", number=written.revision), "success")
    return see_other(url_for(".show_change", number=number, _anchor="assessment"))


def _answer(
    change: ChangeRequest,
    form: AssessmentForm,
    found: Assessment | None,
    *,
    status: int = 200,
    stale: bool = False,
    refusal: LazyString | str = "",
) -> Response:
    return page(
        "changes/assessment.html",
        status=status,
        change=change,
        form=form,
        assessment=found,
        missing=missing_in(found),
        stale=stale,
        refusal=refusal,
    )
