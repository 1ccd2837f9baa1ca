"""One's own data: what the portal keeps, section by section, and all of it as a file."""

from flask import Response, abort, request, stream_with_context
from flask_login import current_user

from app.accounts.actions.my_data_file import note_taking, read_me, zip_of
from app.accounts.queries import my_data
from app.accounts.queries.column_words import column_name
from app.accounts.views import blueprint
from app.foundation import clock
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/account/data")
@requires(signed_in)
def show_my_data() -> Response:
    """What the portal keeps of the person who reads, counted by section."""
    counts = my_data.counts_of(my_data.accounts_of(current_user.id))
    empty = [str(one.title) for one in my_data.sections() if not counts[one.key]]
    return page("accounts/my_data.html", sections=my_data.sections(), counts=counts, empty=empty)


@blueprint.get("/account/data/<key>")
@requires(signed_in)
def show_my_section(key: str) -> Response:
    """The rows of one section."""
    section = my_data.section_named(key) or abort(404)
    ids = my_data.accounts_of(current_user.id)
    return page(
        "accounts/my_section.html",
        fragments={"my-rows"},
        section=section,
        columns=[(name, column_name(name)) for name in section.columns(ids)],
        found=my_data.section_page(section, ids, number=request.args.get("page", 1, int)),
    )


@blueprint.get("/account/data/file")
@requires(signed_in)
def show_my_file_again() -> Response:
    """The address of the file leads to the page that offers it."""
    return see_other("/account/data")


@blueprint.post("/account/data/file")
@requires(signed_in)
def create_my_file() -> Response:
    """Everything as one ZIP; it is sent while it is made."""
    note_taking(person_id=current_user.id)
    answer = Response(
        stream_with_context(zip_of(current_user.id, read_me(current_user.id))), mimetype="application/zip"
    )
    answer.headers["X-Accel-Buffering"] = "no"
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{clock.today().isoformat()}.zip"'
    return answer
