"""Reports of weeks and months: the list, each as a page and as a file, and for the PMO what became of the mails."""

from typing import Any

from flask import Response, abort, current_app, request, url_for
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.foundation.settings import Settings
from app.metrics import texts
from app.metrics.actions.report_file import report_csv, report_workbook
from app.metrics.formulas.numbers import rounded
from app.metrics.models.months import MetricReport, ReportKind
from app.metrics.policies import may_see_figures, may_see_who_was_told
from app.metrics.queries import reports
from app.metrics.texts import reports as words
from app.metrics.views.blueprint import blueprint
from app.notifications.models import COLLECTED, Channel

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/reports")
@requires(may_see_figures)
def show_reports() -> Response:
    """Every report, the newest first."""
    kind, q = _kind(), request.args.get("q", "")[:100].strip()
    found = reports.reports(kind, q, number=request.args.get("page", 1, type=int))
    knows = may_see_who_was_told(current_user)
    return page(
        "metrics/reports.html",
        fragments={"report-list"},
        found=found,
        kind=kind,
        q=q,
        due=reports.due_reports(),
        counts=reports.told_counts(found.rows) if knows else {},
        knows=knows,
        words=words,
    )


def _kind() -> ReportKind | None:
    asked = request.args.get("kind", "")
    if not asked:
        return None
    return ReportKind(asked) if asked in list(ReportKind) else abort(404)


@blueprint.get("/reports/newest")
@requires(may_see_figures)
def show_newest_report() -> Response:
    """The newest report, all figures on one page; the list where there is none yet."""
    newest = reports.reports(None, "", number=1).rows[:1]
    return see_other(url_for(".show_report", report_id=newest[0].id) if newest else url_for(".show_reports"))


@blueprint.get("/reports/<int:report_id>")
@requires(may_see_figures)
def show_report(report_id: int) -> Response:
    """One report: the figures that the reader may see, beside those of the period before."""
    report, q = _report(report_id), request.args.get("q", "")[:100]
    knows = may_see_who_was_told(current_user)
    return page(
        "metrics/report.html",
        fragments={"told-list"} if knows else set(),
        report=report,
        reading=reports.reading_of(report, current_user),
        in_brief=reports.IN_BRIEF,
        restated=reports.restated_since(report),
        knows=knows,
        told=reports.told_people(report, q, number=request.args.get("page", 1, type=int)) if knows else None,
        q=q,
        why=_why,
        texts=texts,
        words=words,
        rounded=rounded,
    )


@blueprint.get("/reports/<int:report_id>/file")
@requires(may_see_figures)
def show_report_file(report_id: int) -> Response:
    """The same figures as CSV or as a workbook."""
    report = _report(report_id)
    reading = reports.reading_of(report, current_user)
    if request.args.get("format", "csv") == "xlsx":
        answer = Response(report_workbook(reading), content_type=XLSX)
        answer.headers["Content-Disposition"] = f'attachment; filename="{report.period}.xlsx"'
        return answer
    answer = Response(report_csv(reading), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{report.period}.csv"'
    return answer


def _report(report_id: int) -> MetricReport:
    return reports.report_by_id(report_id) or abort(404)


def _why(row: Any) -> str:
    """Why a mail was not sent, or not yet; what the mail server said where it failed."""
    receipt = row.Receipt
    if row.became == "failed":
        return str(row.last_error)
    if row.became == "unsent":
        off = receipt.muted_at is not None or receipt.channel is Channel.none
        return str(words.REASONS["switched_off" if off else "no_address"])
    if row.became != "queued":
        return ""
    if receipt.channel in COLLECTED and receipt.mailed_at is None:
        return str(words.REASONS["digest"])
    settings: Settings = current_app.extensions["uptake.settings"]
    return str(words.REASONS["under_way" if settings.mail_url else "no_server"])
