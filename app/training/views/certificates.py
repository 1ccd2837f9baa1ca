"""Certificates, for anyone who has the number."""

from io import BytesIO

import segno
from flask import Response, abort, current_app, request, send_file, url_for
from markupsafe import Markup

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import public
from app.training.queries.certificates import CertificateSheet, certificate_sheet
from app.training.views.blueprint import blueprint
from app.training.views.certificate_pdf import chinese_font, drawn

LONGEST_SHOWN = 40


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
        qr=_qr(address),
        has_pdf=chinese_font() is not None,
    )


@blueprint.get("/certificates/<number>.pdf")
@public("the same certificate as its page shows, for the printer")
def show_certificate_file(number: str) -> Response:
    """The certificate as a PDF, where this machine has a Chinese font; else 404."""
    sheet = certificate_sheet(number) or abort(404)
    font = chinese_font() or abort(404)
    body = drawn(sheet, _own_address(sheet), current_app.extensions["uptake.settings"].company_name, font)
    return send_file(BytesIO(body), "application/pdf", download_name=f"{sheet.number}.pdf")


def _own_address(sheet: CertificateSheet) -> str:
    home: str = current_app.extensions["uptake.settings"].public_url or request.host_url
    return home.rstrip("/") + url_for("training.show_certificate", number=sheet.number)


def _qr(address: str) -> Markup:
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(scale=4, border=2, omitsize=True, svgclass="qr-code", lineclass="qr-line"))  # noqa: S704 (segno draws it)
