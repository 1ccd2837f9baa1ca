"""A certificate as a PDF, drawn with fpdf2 and a Chinese font of the machine, where both are there."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.training.queries.certificates import CertificateSheet

A4 = (297, 210)
ACCENT = (13, 95, 82)
INK = (27, 36, 33)
SOFT = (85, 97, 92)


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, and which face of a collection is the simplified Chinese one."""

    path: Path
    face: int = 0


KNOWN = (
    Font(Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2),
    Font(Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"), 2),
    Font(Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"), 2),
    Font(Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"), 0),
    Font(Path("/System/Library/Fonts/Supplemental/Arial Unicode.ttf"), 0),
    Font(Path("C:/Windows/Fonts/msyh.ttc"), 0),
)
OTHERS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    Path("/System/Library/Fonts/Supplemental/Arial Unicode.ttf"),
)
"""For letters of names that a Chinese font may lack, such as ŵ."""
_one_at_a_time = threading.Lock()  # a font of this size twice in memory helps nobody


@cache
def chinese_font() -> Font | None:
    """The first known font that is there; None without one, or without fpdf2."""
    if find_spec("fpdf") is None:
        return None
    return next((font for font in KNOWN if font.path.is_file()), None)


def drawn(sheet: CertificateSheet, address: str, company: str, font: Font) -> bytes:
    """One landscape A4 page in both languages."""
    from fpdf import FPDF  # noqa: PLC0415 (half a second to import, and optional)

    with _one_at_a_time:
        pdf = FPDF(orientation="landscape", format="A4")
        pdf.set_auto_page_break(False)
        pdf.add_font("cjk", fname=str(font.path), collection_font_number=font.face)
        others = [path for path in OTHERS if path.is_file()][:1]
        for path in others:
            pdf.add_font("others", fname=str(path))
            pdf.set_fallback_fonts(["others"])
        pdf.add_page()
        pdf.set_title(sheet.number)
        _frame(pdf)
        _words(pdf, sheet, company)
        _code(pdf, address, sheet.number)
        return bytes(pdf.output())


def _frame(pdf: Any) -> None:
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(1.2)
    pdf.rect(10, 10, A4[0] - 20, A4[1] - 20)
    pdf.set_line_width(0.3)
    pdf.rect(13, 13, A4[0] - 26, A4[1] - 26)


def _words(pdf: Any, sheet: CertificateSheet, company: str) -> None:
    _line(pdf, 26, 13, company, SOFT)
    _line(pdf, 38, 30, "培训结业证书", ACCENT)
    _line(pdf, 54, 13, "Certificate of completion", SOFT)
    _line(pdf, 72, 34, sheet.person_name, INK)
    _line(pdf, 92, 12, "已完成培训路径 · has completed the training path", SOFT)
    _line(pdf, 102, 19, sheet.title_zh, INK)
    if sheet.title_en != sheet.title_zh:
        _line(pdf, 113, 14, sheet.title_en, INK)
    expires = sheet.expires_on.isoformat() if sheet.expires_on else "不限期 · no end"
    facts = (
        ("完成 · Completed", sheet.completed_on.isoformat()),
        ("签发 · Issued", sheet.issued_on.isoformat()),
        ("有效期至 · Valid through", expires),
        ("版本 · Version", sheet.version),
    )
    for place, (name, value) in enumerate(facts):
        pdf.set_text_color(*SOFT)
        pdf.set_font("cjk", size=10)
        pdf.set_xy(36, 136 + place * 9)
        pdf.cell(60, 8, name)
        pdf.set_text_color(*INK)
        pdf.set_font("cjk", size=12)
        pdf.cell(60, 8, value)


def _line(pdf: Any, y: float, size: float, text: str, colour: tuple[int, int, int]) -> None:
    """A centred line, made smaller until it fits."""
    pdf.set_text_color(*colour)
    pdf.set_font("cjk", size=size)
    width = A4[0] - 50
    while size > 6 and pdf.get_string_width(text) > width:
        size -= 1
        pdf.set_font("cjk", size=size)
    pdf.set_xy(25, y)
    pdf.cell(width, size * 0.5, text, align="C")


def _code(pdf: Any, address: str, number: str) -> None:
    import segno  # noqa: PLC0415 (4 MiB that few pages need)

    rows = list(segno.make(address, error="m", micro=False).matrix)
    side = 42 / len(rows)
    pdf.set_fill_color(*INK)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                pdf.rect(222 + x * side, 128 + y * side, side, side, style="F")
    pdf.set_text_color(*SOFT)
    pdf.set_font("cjk", size=9)
    pdf.set_xy(36, 182)
    pdf.cell(180, 5, address)
    pdf.set_xy(203, 173)
    pdf.cell(80, 5, number, align="C")
