"""The library of good practice: read, written, published by somebody else, taken over by other teams."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.queries import project_groups
from app.ambassadors.actions import practices as actions
from app.ambassadors.actions.practices import OwnPractice, PracticeMoved, ReusedAlready, Source
from app.ambassadors.forms.practice import PracticeForm, ReasonForm, ReuseForm
from app.ambassadors.models import Practice, PracticeState
from app.ambassadors.policies import practice as rules
from app.ambassadors.queries import practices as queries
from app.ambassadors.queries.practices import Shelf
from app.ambassadors.queries.sources import finding_to_share, idea_to_share, may_see_idea
from app.ambassadors.texts import PRACTICE_STATES
from app.ambassadors.views.blueprint import blueprint
from app.feedback.actions.ideas import new_token
from app.feedback.labels import AREAS
from app.foundation.errors import error_answer
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires, signed_in

ONE = "/ambassadors/practices/<int:practice_id>"


@blueprint.get("/ambassadors/practices")
@requires(signed_in)
def show_practices() -> Response:
    """The library; drafts and what is retired on request."""
    shelf = _shelf()
    return page(
        "ambassadors/practices.html",
        fragments={"practice-list"},
        shelf=shelf,
        asked={"q": shelf.words, "area": shelf.area, "tool": shelf.tool, "state": shelf.state.value},
        found=queries.library(shelf),
        areas=AREAS,
        tools=queries.tools_in_use(),
        states=PRACTICE_STATES,
        may_write=rules.may_write_practices(current_user),
    )


def _shelf() -> Shelf:
    asked = request.args
    return Shelf(
        reader_id=current_user.id,
        sees_all=rules.may_see_all_practices(current_user),
        words=asked.get("q", "").strip()[:100],
        area=asked.get("area", "")[:60],
        tool=asked.get("tool", "")[:60],
        state=PracticeState(asked["state"]) if asked.get("state") in set(PracticeState) else PracticeState.published,
        number=asked.get("page", 1, type=int) or 1,
    )


@blueprint.get("/ambassadors/practices/new")
@requires(rules.may_write_practices)
def show_new_practice() -> Response:
    """Tell how the team works; from an idea or a finding the words stand there already."""
    source = _source()
    words = _told_by(source)
    return _form_page(PracticeForm(formdata=None, data={"token": new_token(), **words}), source)


@blueprint.post("/ambassadors/practices")
@requires(rules.may_write_practices)
def create_practice() -> Response:
    """Keep a new practice as a draft."""
    form, source = PracticeForm(), _source()
    form.offer(project_groups(), language())
    if not form.validate_on_submit():
        return _form_page(form, source, status=422)
    practice = actions.write_practice(
        words=form.words,
        project_group_id=form.project_group.data or None,
        department_id=current_user.department_id,
        by=current_user.id,
        source=source,
        token=form.token.data,
    )
    flash(_("It is kept as a draft. The PMO or another superuser reads and publishes it."), "success")
    return see_other(url_for(".show_practice", practice_id=practice.id))


@blueprint.get(ONE)
@requires(signed_in)
def show_practice(practice_id: int) -> Response:
    """One story, who works that way too, and where it is shown."""
    return _practice_page(_reachable(practice_id))


@blueprint.get(f"{ONE}/edit")
@requires(signed_in)
def show_practice_form(practice_id: int) -> Response:
    """Mend the words."""
    practice, form = _editable(practice_id), PracticeForm(formdata=None)
    form.fill(practice)
    return _form_page(form, practice=practice)


@blueprint.post(ONE)
@requires(signed_in)
def update_practice(practice_id: int) -> Response:
    """Keep the mended words; whoever was slower than a change hears of it and loses nothing."""
    practice, form = _editable(practice_id), PracticeForm()
    form.offer(project_groups(), language())
    if not form.validate_on_submit():
        return _form_page(form, practice=practice, status=422)
    try:
        actions.edit_practice(
            practice=practice,
            version=form.version.data or 0,
            words=form.words,
            project_group_id=form.project_group.data or None,
            by=current_user.id,
        )
    except PracticeMoved:
        return _form_page(form, practice=practice, status=409, stale=True)
    flash(_("The new words are kept."), "success")
    return see_other(url_for(".show_practice", practice_id=practice_id))


@blueprint.get(f"{ONE}/revisions")
@requires(signed_in)
def show_practice_revisions(practice_id: int) -> Response:
    """The words as they were."""
    practice = _reachable(practice_id)
    if not rules.may_see_history(current_user, practice):
        abort(404)
    number = request.args.get("page", 1, type=int) or 1
    return page(
        "ambassadors/practice_revisions.html",
        fragments={"revision-list"},
        practice=practice,
        found=queries.revisions_of(practice_id, number),
    )


@blueprint.post(f"{ONE}/publication")
@requires(rules.may_publish_practices)
def create_practice_publication(practice_id: int) -> Response:
    """Put a draft that somebody else wrote into the library."""
    practice = _reachable(practice_id)
    if not rules.may_publish(current_user, practice):
        abort(404)
    try:
        version = request.form.get("version", 0, type=int)
        actions.publish_practice(practice=practice, version=version, by=current_user.id)
    except PracticeMoved:
        return error_answer(409)
    flash(_("It stands in the library now."), "success")
    return see_other(url_for(".show_practice", practice_id=practice_id))


@blueprint.post(f"{ONE}/retirement")
@requires(rules.may_retire)
def create_practice_retirement(practice_id: int) -> Response:
    """Say why it is no longer good advice."""
    practice, form = _reachable(practice_id), ReasonForm()
    if not form.validate_on_submit():
        return _practice_page(practice, reason_form=form, status=422)
    try:
        actions.retire_practice(practice=practice, reason=form.reason.data, by=current_user.id)
    except PracticeMoved:
        return error_answer(409)
    flash(_("It is retired. You can bring it back."), "success")
    return see_other(url_for(".show_practice", practice_id=practice_id))


@blueprint.post(f"{ONE}/retirement/delete")
@requires(rules.may_retire)
def delete_practice_retirement(practice_id: int) -> Response:
    """Bring it back."""
    try:
        actions.bring_back(practice=_reachable(practice_id), by=current_user.id)
    except PracticeMoved:
        return error_answer(409)
    flash(_("It stands in the library again."), "success")
    return see_other(url_for(".show_practice", practice_id=practice_id))


@blueprint.post(f"{ONE}/reuses")
@requires(signed_in)
def create_reuse(practice_id: int) -> Response:
    """Say that one's team works that way too."""
    practice, form = _reachable(practice_id), ReuseForm()
    _offer_units(form, practice)
    if not form.unit.choices:
        abort(404)
    if not form.validate_on_submit() or not _reused(practice, form):
        return _practice_page(practice, reuse_form=form, status=422)
    flash(_("Thank you: %(author)s hears of it.", author=practice.author.name), "success")
    return see_other(url_for(".show_practice", practice_id=practice_id))


def _reused(practice: Practice, form: ReuseForm) -> bool:
    """Note it as the form says; False with an error in the form where that cannot be."""
    kind, _dash, number = form.unit.data.partition("-")
    try:
        actions.reuse_practice(
            practice=practice,
            department_id=int(number) if kind == "department" else None,
            project_group_id=int(number) if kind == "project_group" else None,
            words=form.words.data,
            by=current_user.id,
        )
    except ReusedAlready:
        add_error(form.unit, _("This team is on the list already."))
        return False
    except OwnPractice:
        add_error(form.unit, _("The practice comes from this team."))
        return False
    except PracticeMoved:
        abort(409)
    return True


@blueprint.post(f"{ONE}/reuses/<int:reuse_id>/delete")
@requires(signed_in)
def delete_reuse(practice_id: int, reuse_id: int) -> Response:
    """Take that back: who said it, who speaks for the team today, and the PMO."""
    practice = _reachable(practice_id)
    reuse = queries.reuse_by_id(practice_id, reuse_id)
    if reuse is None or not _may_withdraw(reuse.by_id, reuse.department_id, reuse.project_group_id):
        abort(404)
    actions.withdraw_reuse(reuse=reuse, by=current_user.id)
    flash(_("Taken back."), "success")
    return see_other(url_for(".show_practice", practice_id=practice.id))


@blueprint.get(f"{ONE}/<any(publication, retirement, reuses):_what>")
@requires(signed_in)
def show_practice_again(practice_id: int, _what: str) -> Response:
    """Where a reader lands who changes the language while a form of this page is open."""
    return see_other(url_for(".show_practice", practice_id=_reachable(practice_id).id))


# ---------------------------------------------------------------------------------------------------- what they share


def _practice_page(
    practice: Practice,
    *,
    reuse_form: ReuseForm | None = None,
    reason_form: ReasonForm | None = None,
    status: int = 200,
) -> Response:
    reuses = queries.reuses_of(practice.id)
    form = reuse_form or ReuseForm(formdata=None)
    departments, groups = _offer_units(form, practice)
    taken = {(reuse.department_id, reuse.project_group_id) for reuse in reuses}
    free = [unit for unit in departments if (unit, None) not in taken] + [g for g in groups if (None, g) not in taken]
    mine = {
        reuse.id
        for reuse in reuses
        if rules.may_thank(current_user)
        or reuse.by_id == current_user.id
        or reuse.department_id in departments
        or reuse.project_group_id in groups
    }
    return page(
        "ambassadors/practice.html",
        status=status,
        practice=practice,
        began_with=practice.idea_id if may_see_idea(practice.idea_id, current_user) else None,
        reuses=reuses,
        mine=mine,
        reuse_form=form,
        may_reuse=bool(free) and practice.state is PracticeState.published,
        reason_form=reason_form or ReasonForm(formdata=None),
        sessions=queries.sessions_showing(practice.id),
        may_edit=rules.may_edit_practice(current_user, practice),
        may_publish=practice.state is PracticeState.draft and rules.may_publish(current_user, practice),
        may_retire=rules.may_retire(current_user),
        may_see_history=rules.may_see_history(current_user, practice),
    )


def _offer_units(form: ReuseForm, practice: Practice) -> tuple[set[int], set[int]]:
    """Offer the teams the reader speaks for, without the practice's own; gives the ids of departments and groups."""
    own_departments, own_groups = queries.own_units(practice)
    departments = [unit for unit in queries.departments_spoken_for(current_user) if unit.id not in own_departments]
    groups = [unit for unit in queries.groups_spoken_for(current_user) if unit.id not in own_groups]
    form.offer(departments, groups, language())
    return {unit.id for unit in departments}, {unit.id for unit in groups}


def _may_withdraw(by_id: int, department_id: int | None, project_group_id: int | None) -> bool:
    if by_id == current_user.id or rules.may_thank(current_user):
        return True
    return any(unit.id == department_id for unit in queries.departments_spoken_for(current_user)) or any(
        unit.id == project_group_id for unit in queries.groups_spoken_for(current_user)
    )


def _form_page(
    form: PracticeForm,
    source: Source | None = None,
    *,
    practice: Practice | None = None,
    status: int = 200,
    stale: bool = False,
) -> Response:
    form.offer(project_groups(), language())
    return page(
        "ambassadors/practice_form.html",
        status=status,
        form=form,
        practice=practice,
        source=source or Source(),
        tools=queries.tools_in_use(),
        stale=stale,
    )


def _source() -> Source:
    """The idea or finding of the address, as far as the reader may see it."""
    idea = idea_to_share(request.args.get("idea", 0, type=id_in), current_user)
    finding = finding_to_share(request.args.get("finding", 0, type=id_in), current_user)
    return Source(idea_id=idea.id if idea else None, finding_id=finding.id if finding else None)


def _told_by(source: Source) -> dict[str, str]:
    """What an idea or a finding says already, in the fields of the reader's language."""
    told = language()
    idea = idea_to_share(source.idea_id or 0, current_user)
    if idea is not None:
        return {f"title_{told}": idea.title[:120], f"situation_{told}": idea.text[:4000], "area": idea.area}
    finding = finding_to_share(source.finding_id or 0, current_user)
    return {f"situation_{told}": finding.text} if finding else {}


def _reachable(practice_id: int) -> Practice:
    practice = queries.practice_by_id(practice_id)
    if practice is None or not rules.may_see_practice(current_user, practice):
        abort(404)
    return practice


def _editable(practice_id: int) -> Practice:
    practice = _reachable(practice_id)
    if not rules.may_edit_practice(current_user, practice):
        abort(404)
    return practice
