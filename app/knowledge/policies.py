"""Who may do what with articles, questions and drafts; small predicates over the signed-in person."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.knowledge.models import ArticleDraft, DraftState, Question

OWNERS = {
    "administrator": Role.administrator,
    "superuser": Role.superuser,
    "pmo": Role.pmo,
    "it": Role.it_operator,
    "hr": Role.hr_officer,
}
"""Who keeps an article true, by the word in its file."""


def may_see_gaps(person: Any) -> bool:
    """Superusers and the owners of articles see what is looked for in vain, and what is to be read again."""
    return has_any(person, *OWNERS.values())


def may_review(person: Any, owner: str) -> bool:
    """The owner of an article and every superuser say that they have read it and that it is true."""
    return has_any(person, Role.superuser, OWNERS[owner])


def may_answer(person: Any) -> bool:
    """Superusers and the PMO answer questions; which ones, `queries.reach` says."""
    return has_any(person, Role.superuser, Role.pmo)


def sees_every_question(person: Any) -> bool:
    """The PMO sees the questions of everybody."""
    return has_any(person, Role.pmo)


def is_own(person: Any, question: Question) -> bool:
    """Whoever asked says whether it is solved, and asks again."""
    return bool(person.id == question.person_id)


def may_edit_drafts(person: Any) -> bool:
    """Superusers, project administrators and the PMO work on drafts of articles."""
    return has_any(person, Role.superuser, Role.administrator, Role.pmo)


def may_edit_draft(person: Any, draft: ArticleDraft) -> bool:
    """A draft is worked on until it is published or dropped."""
    return may_edit_drafts(person) and draft.state is DraftState.open
