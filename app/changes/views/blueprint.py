"""The blueprint that all pages of change control hang on."""

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState
from flask_login import current_user

from app.changes import labels
from app.changes.actions.errors import ChangeNotFound
from app.changes.policies import may_manage, may_propose
from app.changes.queries.ideas import LINKABLE
from app.feedback.models import Idea, IdeaStatus
from app.foundation.errors import error_answer

blueprint = Blueprint("changes", __name__)


@blueprint.record_once
def _add_filters(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters.update(
        change_state=labels.state_label,
        change_state_look=labels.state_look,
        change_kind=labels.change_kind_label,
        change_move=labels.move_label,
        risk_level_look=labels.level_look,
        review_outcome=labels.outcome_label,
        change_evidence=labels.evidence_label,
    )
    state.app.jinja_env.globals.update(
        risk_question=labels.risk_question, risk_answer=labels.risk_answer, change_ways=_ways
    )


def _ways(idea: Idea) -> dict[str, bool]:
    """What the reader may begin in change control for an idea, offered on the page of the idea."""
    follows = idea.status in LINKABLE
    return {
        "propose": follows and may_propose(current_user),
        "quick_win": idea.status is IdeaStatus.open and may_manage(current_user),
    }


@blueprint.errorhandler(ChangeNotFound)
def _not_found(_error: ChangeNotFound) -> Response:
    return error_answer(404)
