"""The ambassador's pack of a project group, to be printed on a page."""

from flask import Response, abort
from flask_login import current_user

from app.ambassadors.queries.packs import may_read_pack, pack_of
from app.ambassadors.views.blueprint import blueprint
from app.foundation.pages import page
from app.foundation.security import requires, signed_in


@blueprint.get("/ambassadors/pack/<int:group_id>")
@requires(signed_in)
def show_pack(group_id: int) -> Response:
    """What an ambassador takes along: the group's ideas, what is to do, the next meeting, what was delivered, who is who."""
    found = pack_of(group_id, reader=current_user)
    if found is None or not may_read_pack(current_user, found):
        abort(404)
    return page("ambassadors/pack.html", pack=found)
