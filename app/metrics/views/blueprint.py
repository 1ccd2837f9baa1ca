"""Where the pages of metrics hang."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from app.metrics.texts import benefits

blueprint = Blueprint("metrics", __name__, url_prefix="/metrics")


@blueprint.record_once
def _add_filters(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters.update(benefit_amount=benefits.amount, benefit_months=benefits.months)
    state.app.jinja_env.globals.update(benefit_states=benefits.STATES)
