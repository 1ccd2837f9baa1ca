"""Addresses as squares that phones read."""

from flask import current_app, request
from markupsafe import Markup


def full_address(path: str) -> str:
    """An address of the portal with its host, as people outside need it."""
    home: str = current_app.extensions["uptake.settings"].public_url or request.host_url
    return home.rstrip("/") + path


def qr_code(address: str) -> Markup:
    """The QR code of an address, as inline SVG."""
    import segno  # noqa: PLC0415 (4 MiB that few pages need)

    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(scale=4, border=2, omitsize=True, svgclass="qr-code", lineclass="qr-line"))  # noqa: S704 (segno draws it)
