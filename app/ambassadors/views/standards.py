"""What the company asks of superusers and ambassadors, and what it asked before."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import actions, policies, queries
from app.ambassadors.forms import StandardForm
from app.ambassadors.models import ServiceStandard
from app.ambassadors.views.blueprint import blueprint
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/ambassadors/standards")
@requires(policies.may_see_list)
def show_standards() -> Response:
    """What holds now, a form for who may change it, and its history."""
    now, form = queries.standard_on(), StandardForm(formdata=None)
    form.show(now)
    return _standards_page(now, form)


@blueprint.post("/ambassadors/standards")
@requires(policies.may_set_standards)
def create_standard() -> Response:
    """Set it anew."""
    now, form = queries.standard_on(), StandardForm()
    form.offer(queries.paths_to_choose(), now)
    if not form.validate_on_submit():
        return _standards_page(now, form, status=422)
    actions.set_standard(standard=form.standard(), reason=form.reason.data, by=current_user.id)
    flash(_("This holds from now on."), "success")
    return see_other(url_for(".show_standards"))


def _standards_page(now: ServiceStandard, form: StandardForm, status: int = 200) -> Response:
    form.offer(queries.paths_to_choose(), now)
    return page(
        "ambassadors/standards.html",
        status=status,
        fragments={"standard-history"},
        now=now,
        form=form,
        words=form.words(),
        history=queries.standards(number=request.args.get("page", 1, type=int)),
        may_set=policies.may_set_standards(current_user),
    )
