"""Certificates, for anyone who has the number."""

from io import BytesIO

from flask import Response, abort, current_app, flash, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.qr import full_address, qr_code
from app.foundation.security import public, requires
from app.training import policies
from app.training.actions import reissuing
from app.training.forms import ReissueForm
from app.training.models import Certificate
from app.training.queries.certificates import (
    CertificateSheet,
    certificate_numbered,
    certificate_sheet,
    certificate_states,
    current_name_of,
)
from app.training.views.blueprint import blueprint
from app.training.views.certificate_pdf import chinese_font, drawn

LONGEST_SHOWN = 40
REISSUE = "/training/certificates/<number>/reissue"


@blueprint.get("/certificates/<number>")
@public("anyone who was shown a certificate may verify it; it tells name, path, dates and state only")
def show_certificate(number: str) -> Response:
    """A certificate with its state today; who verifies a number that was never given hears just that."""
    sheet = certificate_sheet(number)
    if sheet is None:
        return page("training/certificate_unknown.html", status=404, number=number[:LONGEST_SHOWN])
    address = _own_address(sheet)
    return page(
        "training/certificate.html",
        sheet=sheet,
        title=sheet.title(language()),
        address=address,
        qr=qr_code(address),
        has_pdf=chinese_font() is not None,
        may_reissue=policies.may_reissue(current_user) and sheet.state.value not in ("reissued", "superseded"),
    )


@blueprint.get("/certificates/<number>.pdf")
@public("the same certificate as its page shows, for the printer")
def show_certificate_file(number: str) -> Response:
    """The certificate as a PDF, where this machine has a Chinese font; else 404."""
    sheet = certificate_sheet(number) or abort(404)
    font = chinese_font() or abort(404)
    body = drawn(sheet, _own_address(sheet), current_app.extensions["uptake.settings"].company_name, font)
    return send_file(BytesIO(body), "application/pdf", download_name=f"{sheet.number}.pdf")


@blueprint.get(REISSUE)
@requires(policies.may_reissue)
def show_reissue(number: str) -> Response:
    """Ask under which name a certificate is issued again, and why."""
    certificate = _current(number)
    return _reissue_page(certificate, ReissueForm(name=current_name_of(certificate)))


@blueprint.post(REISSUE)
@requires(policies.may_reissue)
def create_reissue(number: str) -> Response:
    """Issue a certificate again under another name; the old number says so."""
    certificate, form = _current(number), ReissueForm()
    if not form.validate_on_submit():
        return _reissue_page(certificate, form, status=422)
    if form.name.data == certificate.person_name:
        add_error(form.name, _("This is the name on it already."))
        return _reissue_page(certificate, form, status=422)
    new = _reissue(certificate, form)
    flash(_("Issued again. The old number stays and leads here."), "success")
    return see_other(url_for("training.show_certificate", number=new.number))


def _current(number: str) -> Certificate:
    certificate = certificate_numbered(number) or abort(404)
    if certificate_states([certificate])[certificate.id].value in ("reissued", "superseded"):
        abort(409)
    return certificate


def _reissue(certificate: Certificate, form: ReissueForm) -> Certificate:
    try:
        return reissuing.reissue(
            certificate_id=certificate.id, name=form.name.data, reason=form.reason.data, by_id=current_user.id
        )
    except reissuing.NotCurrent:
        abort(409)


def _reissue_page(certificate: Certificate, form: ReissueForm, status: int = 200) -> Response:
    return page("training/certificate_reissue.html", status=status, certificate=certificate, form=form)


def _own_address(sheet: CertificateSheet) -> str:
    return full_address(url_for("training.show_certificate", number=sheet.number))
