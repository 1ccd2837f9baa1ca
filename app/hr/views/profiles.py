"""Profiles: the files of the folder, and those made from somebody's blank workbook."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.hr import policies
from app.hr.actions.mapping import (
    NameTaken,
    NotChanged,
    bring_template,
    delete_profile,
    drop_draft,
    keep_draft,
    use_draft,
)
from app.hr.content.template import TemplateFault, read_template
from app.hr.forms import MappingForm, TemplateForm, mapping_form
from app.hr.labels import status_labels, template_fault
from app.hr.models import ExportProfile
from app.hr.queries import profiles
from app.hr.queries.preview import preview
from app.hr.views.blueprint import blueprint


@blueprint.get("/hr/profiles")
@requires(policies.may_see_records)
def show_profiles() -> Response:
    """Every profile, what is wrong with files of profiles, and the way to a new one."""
    return _profiles_page(TemplateForm(formdata=None))


@blueprint.post("/hr/profiles")
@requires(policies.may_export_records)
def create_profile() -> Response:
    """Bring a blank workbook; its headings are matched at once, as far as they can be."""
    form = TemplateForm()
    if not form.validate():
        return _profiles_page(form, status=422)
    try:
        template = read_template(form.file.data.read(), form.file.data.filename or "", form.heading_row.data)
        kept = bring_template(template=template, name=form.name.data, title=form.title.data, by=current_user.id)
        return see_other(url_for("hr.show_profile", number=kept.id))
    except TemplateFault as fault:
        add_error(form.file, template_fault(fault.reason, fault.detail))
    except NameTaken:
        add_error(form.name, _("Another profile has this name; choose one more."))
    return _profiles_page(form, status=422)


@blueprint.get("/hr/profiles/<int:number>")
@requires(policies.may_see_records)
def show_profile(number: int) -> Response:
    """What its headings mean, and what the first records look like in it."""
    row = profiles.made_profile(number) or abort(404)
    return _profile_page(row, _form_of(row, posted=False))


@blueprint.post("/hr/profiles/<int:number>/mapping")
@requires(policies.may_export_records)
def update_mapping(number: int) -> Response:
    """Keep what was matched, to look at it; or make files with it from now on."""
    row = profiles.made_profile(number) or abort(404)
    form = _form_of(row, posted=True)
    if not form.validate():
        return _profile_page(row, form, status=422)
    keep_draft(profile_id=number, title=form.title.data, mapping=form.mapping)
    if request.form.get("act") != "use":
        return see_other(url_for("hr.show_profile", number=number, _anchor="preview"))
    use_draft(profile_id=number, by=current_user.id)
    flash(_("Files can be made with “%(title)s” now.", title=row.title), "success")
    return see_other(url_for("hr.show_profiles"))


@blueprint.post("/hr/profiles/<int:number>/draft/delete")
@requires(policies.may_export_records)
def delete_draft(number: int) -> Response:
    """Forget changes that were not put to use."""
    try:
        drop_draft(profile_id=number)
    except LookupError:
        abort(404)
    except NotChanged:
        abort(409)
    return see_other(url_for("hr.show_profile", number=number))


@blueprint.post("/hr/profiles/<int:number>/delete")
@requires(policies.may_export_records)
def remove_profile(number: int) -> Response:
    """Take it away."""
    row = profiles.made_profile(number) or abort(404)
    title = row.title
    delete_profile(profile_id=number, by=current_user.id)
    flash(_("The profile “%(title)s” is deleted.", title=title), "success")
    return see_other(url_for("hr.show_profiles"))


def _form_of(row: ExportProfile, *, posted: bool) -> MappingForm:
    kept = row.draft or row.mapping or {}
    return mapping_form(row.headings, status_labels(), language(), kept=kept, title=row.title, posted=posted)


def _profiles_page(form: TemplateForm, status: int = 200) -> Response:
    files, faults = profiles.file_profiles()
    query = request.args.get("q", "")[:100]
    return page(
        "hr/profiles.html",
        fragments={"made-profiles"},
        status=status,
        form=form,
        files=[files[name] for name in sorted(files)],
        faults=[profiles.placed(fault) for fault in faults],
        made=profiles.made_profiles(query=query, number=request.args.get("page", 1, type=int)),
        query=query,
        language=language(),
        may_export=policies.may_export_records(current_user),
    )


def _profile_page(row: ExportProfile, form: MappingForm, status: int = 200) -> Response:
    told = row.draft or row.mapping or {}
    return page(
        "hr/profile.html",
        status=status,
        profile=row,
        form=form,
        lines=[(heading, *form.line(place)) for place, heading in enumerate(row.headings)],
        preview=preview(row.headings, told, as_of=clock.today(), language=language()),
        may_export=policies.may_export_records(current_user),
    )
