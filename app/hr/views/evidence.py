"""Whether somebody was trained before a day, and on which version: the answer, and the pack of it."""

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.paging import Page
from app.foundation.security import requires, signed_in
from app.hr import policies
from app.hr.actions.evidence_pack import pack_name, take_pack
from app.hr.forms import EvidenceForm, EvidencePackForm
from app.hr.labels import method_labels, row_labels
from app.hr.queries.evidence import Answer, Question, answer_to, module_titles, paths_taught, people_called
from app.hr.views.blueprint import blueprint

ASKED = ("q", "path", "module", "before", "as_of")


@blueprint.get("/hr/evidence")
@requires(signed_in)
def show_evidence() -> Response:
    """Ask, and read the answer; about oneself, or for HR and auditors about anybody."""
    form = _asked(EvidenceForm(_own(request.args)))
    if not request.args.get("path") and not request.args.get("before"):
        return _evidence_page(form)
    if not form.validate():
        return _evidence_page(form, status=422)
    found = people_called(form.q.data or "", number=request.args.get("page", 1, type=int))
    if found.total != 1:
        return _evidence_page(form, found=found)
    answer = _answer(form, found.rows[0])
    titles = module_titles(answer.question.path_id, answer.rows, language())
    form.offer_modules(titles)
    if form.module.data and form.module.data not in titles:
        add_error(form.module, _("There is no such module on this path."))
        return _evidence_page(form, status=422)
    return _evidence_page(form, answer=answer, titles=titles)


@blueprint.post("/hr/evidence/packs")
@requires(signed_in)
def create_evidence_pack() -> Response:
    """The answer with every row behind it as one file."""
    form = _asked(EvidencePackForm(_own(request.form)))
    if not form.validate():
        return _evidence_page(form, status=422)
    found = people_called(form.q.data or "")
    if found.total != 1:
        return _evidence_page(form, found=found, status=422)
    answer = _answer(form, found.rows[0])
    response = Response(take_pack(answer=answer, by=current_user.id), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{pack_name(answer)}"'
    return response


def _own(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was asked; who may not ask about others asks about oneself, and there is nobody else."""
    asked = MultiDict(sent)
    if not policies.may_ask_about_others(current_user):
        if asked.get("q", current_user.employee_no) != current_user.employee_no:
            abort(404)
        asked["q"] = current_user.employee_no
    return asked


def _asked(form: EvidenceForm) -> EvidenceForm:
    form.offer_paths({path.code: path for path in paths_taught()}, language())
    return form


def _answer(form: EvidenceForm, person: Person) -> Answer:
    path = form.paths[form.path.data]
    return answer_to(
        Question(
            person_id=person.id,
            path_id=path.id,
            path_code=path.code,
            module_id=form.module.data or "",
            before=form.before.data or clock.today(),
            as_of=form.as_of.data or clock.today(),
        )
    )


def _evidence_page(
    form: EvidenceForm,
    *,
    answer: Answer | None = None,
    titles: dict[str, str] | None = None,
    found: Page[Person] | None = None,
    status: int = 200,
) -> Response:
    asked = {name: str(form[name].data) for name in ASKED if form[name].data}
    return page(
        "hr/evidence.html",
        status=status,
        form=form,
        answer=answer,
        titles=titles or {},
        found=found,
        asked=asked,
        about_others=policies.may_ask_about_others(current_user),
        kinds=row_labels(),
        methods=method_labels(),
    )
