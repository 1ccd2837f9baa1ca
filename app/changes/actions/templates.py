"""Templates of standard changes, and the ideas they win quickly."""

from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.changes.actions.errors import GuardFailed, StaleChange
from app.changes.actions.linking import link_idea
from app.changes.actions.requests import write_request
from app.changes.models import ChangeIdea, ChangeKind, ChangeRequest, ChangeTemplate
from app.feedback.models import Idea, IdeaStatus
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded


def write_template(
    *,
    actor: Person,
    title: str,
    description: str,
    area: str,
    back_out_plan: str,
    approved_on: date | None = None,
    expires_on: date | None = None,
    previous: ChangeTemplate | None = None,
) -> ChangeTemplate:
    """Write a template, or a new version of `previous`. It serves once it has the day of its approval and the last day of its term.

    Raises StaleChange when somebody has replaced or retired `previous` meanwhile.
    """
    if previous is not None:
        _replace(previous)
    template = ChangeTemplate(
        number=previous.number + 1 if previous else 1,
        previous_id=previous.id if previous else None,
        title=title,
        description=description,
        area=area,
        back_out_plan=back_out_plan,
        approved_on=approved_on,
        approved_by_id=actor.id if approved_on else None,
        expires_on=expires_on,
        created_by_id=actor.id,
        created_at=clock.now(),
        search_text=folded(title, description),
    )
    db.session.add(template)
    db.session.flush()
    audit.record(act="template:written", subject=("template", template.id), actor_id=actor.id, after={"title": title})
    return template


def retire_template(*, template_id: int, actor: Person) -> None:
    """Let no further change follow a template; those that do go on. Raises LookupError or StaleChange."""
    template = db.session.get(ChangeTemplate, template_id)
    if template is None:
        raise LookupError
    _swap(template, retired_at=clock.now(), retired_by_id=actor.id)
    audit.record(act="template:retired", subject=("template", template.id), actor_id=actor.id)


def _replace(template: ChangeTemplate) -> None:
    _swap(template, replaced_at=clock.now())


def _swap(template: ChangeTemplate, **values: object) -> None:
    stands = (
        ChangeTemplate.id == template.id,
        ChangeTemplate.replaced_at.is_(None),
        ChangeTemplate.retired_at.is_(None),
    )
    swap = sa.update(ChangeTemplate).where(*stands).values(**values).execution_options(synchronize_session=False)
    if db.session.execute(swap).rowcount != 1:  # type: ignore[attr-defined]
        raise StaleChange
    db.session.expire(template)


def win_quickly(*, idea_id: int, template: ChangeTemplate, actor: Person, reason: str, token: str) -> ChangeRequest:
    """Answer an open idea by a standard change: it is planned at once, without the board.

    Raises GuardFailed when the idea is past that, or the template does not serve.
    """
    idea = db.session.scalar(
        locked(sa.select(Idea).where(Idea.id == idea_id)), execution_options={"populate_existing": True}
    )
    if idea is None or not template.serves_on(clock.today()):
        raise GuardFailed(_l("The template is not approved, has expired, or was replaced or retired."))
    words = {"title": idea.title, "description": template.description, "benefit": idea.text, "area": template.area}
    change = write_request(author=actor, kind=ChangeKind.standard, template_id=template.id, token=token, **words)
    if db.session.get(ChangeIdea, (change.id, idea_id)):
        return change
    if idea.status is not IdeaStatus.open:
        raise GuardFailed(_l("Only an open idea is a quick win."))
    link_idea(change_id=change.id, idea_id=idea_id, actor=actor, reason=reason)
    return change
