"""The round trip: what their system accepted, compared with what was sent; the rest is sent again."""

from flask import Response, abort, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires
from app.foundation.tables import UnreadableTable
from app.hr import policies
from app.hr.actions.reconciling import keep_receipt
from app.hr.forms import ReceiptForm
from app.hr.labels import outcome_labels, outcome_tone
from app.hr.models import RESENT
from app.hr.queries import receipts
from app.hr.queries.columns import COLUMNS
from app.hr.queries.comparing import NoKey
from app.hr.views.blueprint import blueprint


@blueprint.get("/hr/receipts")
@requires(policies.may_see_records)
def show_receipts() -> Response:
    """Bring a receipt; those that were brought."""
    return _receipts_page(ReceiptForm(formdata=None, export=request.args.get("export", type=int)))


@blueprint.post("/hr/receipts")
@requires(policies.may_export_records)
def create_receipt() -> Response:
    """Compare a receipt with the file it answers, and keep the outcome."""
    form, by = ReceiptForm(), current_user.id
    _offer(form)
    if not form.validate():
        return _receipts_page(form, status=422)
    try:
        kept = keep_receipt(
            data=form.file.data.read(), name=form.file.data.filename or "", export_id=form.export.data, by=by
        )
        return see_other(url_for("hr.show_receipt", number=kept.id))
    except UnreadableTable:
        wrong = _("This is neither a workbook nor a CSV file with a row of headings.")
    except NoKey:
        wrong = _("Line 1 names no key: it needs the column assignment_id (指派编号), or employee_no and path_code.")
    load_person_again()
    add_error(form.file, wrong)
    return _receipts_page(form, status=422)


@blueprint.get("/hr/receipts/<int:number>")
@requires(policies.may_see_records)
def show_receipt(number: int) -> Response:
    """What matched, what is missing, what is different and in which column."""
    kept = receipts.receipt(number) or abort(404)
    outcome, query = request.args.get("outcome", ""), request.args.get("q", "")[:100]
    lines = receipts.receipt_lines(number, outcome=outcome, query=query, number=request.args.get("page", 1, type=int))
    titles = {column.name: column.title(language()) for column in COLUMNS}
    return page(
        "hr/receipt.html",
        fragments={"receipt-lines"},
        receipt=kept,
        lines=lines,
        outcome=outcome,
        query=query,
        labels=outcome_labels(),
        tone_of=outcome_tone,
        titles=titles,
        columns=[titles.get(name, name) for name in kept.columns],
        again=sum(kept.counts[one] for one in RESENT),
        filters={name: value for name, value in kept.export.filters.items() if name != "receipt"},
        may_export=policies.may_export_records(current_user),
    )


def _offer(form: ReceiptForm) -> None:
    form.offer(
        [
            (
                one.id,
                f"{one.format.upper()} · {format_date(one.as_of)} · {one.totals['rows']} · {_when(one.started_at)}",
            )
            for one in receipts.files_taken()
        ]
    )


def _when(moment: object) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type] # a row's instant


def _receipts_page(form: ReceiptForm, status: int = 200) -> Response:
    _offer(form)
    query = request.args.get("q", "")[:100]
    return page(
        "hr/receipts.html",
        fragments={"import-receipts"},
        status=status,
        form=form,
        found=receipts.receipts(number=request.args.get("page", 1, type=int), query=query),
        query=query,
        labels=outcome_labels(),
        may_export=policies.may_export_records(current_user),
    )
