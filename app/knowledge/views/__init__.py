"""Pages of knowledge: search and articles, questions, drafts, and what is missing."""

from typing import Any

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import pgettext

from app.foundation.sections import Section, open_sections
from app.foundation.security import signed_in
from app.foundation.words import rendered
from app.knowledge.labels import draft_look, owner_label, question_look
from app.knowledge.policies import may_answer, may_edit_drafts, may_see_gaps

blueprint = Blueprint("knowledge", __name__)


@blueprint.record_once
def _add_filters(state: BlueprintSetupState) -> None:
    filters = {"owner_label": owner_label, "question_look": question_look, "draft_look": draft_look}
    state.app.jinja_env.filters.update(filters, said_text=rendered)


def _sections() -> list[tuple[str, str, bool]]:
    return open_sections(
        (
            Section(pgettext("knowledge", "Articles"), "knowledge.show_articles", ("articles", "article"), signed_in),
            Section(_("My questions"), "knowledge.show_own_questions", ("asking",), signed_in),
            Section(_("Questions to answer"), "knowledge.show_questions", ("questions",), may_answer),
            Section(pgettext("knowledge", "Drafts"), "knowledge.show_drafts", ("drafts",), may_edit_drafts),
            Section(_("What is missing"), "knowledge.show_gaps", ("gaps",), may_see_gaps),
        )
    )


@blueprint.context_processor
def _offer_sections() -> dict[str, Any]:
    return {"knowledge_sections": _sections}


from app.knowledge.views import (  # noqa: E402
    article,  # noqa: F401 (they add routes)
    articles,  # noqa: F401
    asking,  # noqa: F401
    drafts,  # noqa: F401
    gaps,  # noqa: F401
    questions,  # noqa: F401
)
