"""A report as a file: the same figures as on its page, one line each."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.foundation.i18n import language
from app.foundation.spreadsheets import csv_file, text_workbook
from app.metrics.formulas.months import Counted
from app.metrics.formulas.numbers import rounded
from app.metrics.queries.reports import IN_BRIEF, Reading
from app.metrics.texts import DEFINITIONS, REASONS, UNITS

Line = list[str]


def report_csv(reading: Reading) -> str:
    """CSV with a heading."""
    return b"".join(csv_file([report_heads(), *report_lines(reading)])).decode()


def report_workbook(reading: Reading) -> bytes:
    """A workbook of one sheet."""
    return text_workbook(reading.report.period, report_heads(), list(report_lines(reading)))


def report_heads() -> Line:
    """The heading, in the language of the reader."""
    return [
        _("Period"),
        _("Code of the department"),
        _("Department"),
        _("Metric"),
        _("Name of the metric"),
        _("Value"),
        _("Unit"),
        _("Numerator"),
        _("Denominator"),
        _("The period before"),
        _("Remark"),
    ]


def report_lines(reading: Reading) -> Iterator[Line]:
    """The figures of the whole that the reader sees, then those of each department in it."""
    for code in reading.codes:
        yield _line(reading, "", code, None) if reading.top is None else _of_node(reading, code, reading.top_id)
    for node in reading.nodes:
        if node.department.id != reading.top_id:
            yield from (_of_node(reading, code, node.department.id) for code in IN_BRIEF)


def _of_node(reading: Reading, code: str, department_id: int | None) -> Line:
    node = next(each for each in reading.nodes if each.department.id == department_id)
    return _line(reading, node.department.code, code, department_id, node.title(language()))


def _line(reading: Reading, place: str, code: str, department_id: int | None, title: str = "") -> Line:
    definition, counted = DEFINITIONS[code], reading.figure(code, department_id)
    return [
        reading.report.period,
        place,
        title or str(_("The whole company")),
        code,
        str(definition.title),
        _number(code, counted),
        str(UNITS[definition.unit]),
        rounded(counted.above, 0 if _is_whole(counted.numerator) else 2) or "",
        rounded(counted.below, 0 if _is_whole(counted.denominator) else 2) or "",
        _number(code, reading.earlier(code, department_id)),
        "" if counted.value is not None else str(REASONS[counted.reason or definition.zero]),
    ]


def _number(code: str, counted: Counted) -> str:
    return rounded(counted.number, DEFINITIONS[code].places) or ""


def _is_whole(number: str | None) -> bool:
    return number is not None and "/" not in number
