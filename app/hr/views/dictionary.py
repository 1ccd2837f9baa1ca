"""What every column of a file means."""

from flask import Response, request

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import requires
from app.foundation.spreadsheets import text_workbook
from app.hr import policies
from app.hr.labels import kind_labels
from app.hr.queries.dictionary import HEADINGS, dictionary, dictionary_csv, dictionary_rows
from app.hr.views.blueprint import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/hr/dictionary")
@requires(policies.may_see_records)
def show_dictionary() -> Response:
    """The columns in the order of the files, with meaning and example."""
    query = request.args.get("q", "")[:100]
    return page(
        "hr/dictionary.html",
        fragments={"dictionary"},
        entries=dictionary(query),
        query=query,
        language=language(),
        kinds=kind_labels(),
    )


@blueprint.get("/hr/dictionary.<any(xlsx, csv):kind>")
@requires(policies.may_see_records)
def show_dictionary_file(kind: str) -> Response:
    """The same as a file in both languages."""
    if kind == "xlsx":
        rows = list(dictionary_rows())[1:]
        answer = Response(text_workbook("字段说明 Columns", HEADINGS, rows), content_type=XLSX)
    else:
        answer = Response(dictionary_csv(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="completions-dictionary.{kind}"'
    return answer
