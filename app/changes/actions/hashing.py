"""The hash of what is decided on: the words and the assessment together."""

from app.changes.content import hash_of
from app.changes.models import Assessment, ChangeRequest
from app.changes.queries.assessments import assessment_of


def content_hash(change: ChangeRequest) -> str:
    """The hash of a change request as it is now."""
    words = {name: getattr(change, name) for name in ("kind", "title", "description", "benefit", "area", "template_id")}
    return hash_of({**words, "assessment": _assessed(assessment_of(change.id))})


def _assessed(assessment: Assessment | None) -> dict[str, object] | None:
    if assessment is None:
        return None
    names = ("hours", "days", "risk_answers", "training", "communication", "data_impact", "back_out_plan", "tools")
    said = {name: getattr(assessment, name) for name in (*names, "everyone")}
    cost = None if assessment.cost is None else format(assessment.cost, ".2f")
    return {**said, "cost": cost, "departments": [department.id for department in assessment.departments]}
