"""Writing change requests: the first words, and mending them."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.changes.actions.errors import MoveNotListed
from app.changes.actions.hashing import content_hash
from app.changes.actions.moves import held_change, hold_person, move_change, swap_change, write_history
from app.changes.actions.rounds import settle_due_round, void_open_round
from app.changes.models import EDITABLE, ChangeKind, ChangeRequest, ChangeRevision, ChangeState
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import folded

AGREED = (ChangeState.voting, ChangeState.approved, ChangeState.approved_with_conditions, ChangeState.scheduled)
WORDS = ("title", "description", "benefit", "area")


def write_request(
    *,
    author: Person,
    kind: ChangeKind,
    title: str,
    description: str,
    benefit: str = "",
    area: str = "",
    owner_id: int | None = None,
    template_id: int | None = None,
    token: str | None = None,
) -> ChangeRequest:
    """Begin a change request as a draft. The same form (`token`) sent again gives the same one."""
    hold_person(author.id)
    before = _sent_before(author.id, token)
    if before is not None:
        return before
    moment = clock.now()
    change = ChangeRequest(
        kind=kind,
        title=title,
        description=description,
        benefit=benefit,
        area=area,
        author_id=author.id,
        owner_id=owner_id or author.id,
        template_id=template_id,
        state=ChangeState.draft,
        state_since=moment,
        created_at=moment,
        content_hash="",
        search_text=folded(title, description, benefit),
        token=token,
    )
    db.session.add(change)
    db.session.flush()
    change.content_hash = content_hash(change)
    db.session.flush()
    _keep_revision(change, author)
    write_history(change=change, before=None, to=ChangeState.draft, actor=author)
    return change


def _sent_before(author_id: int, token: str | None) -> ChangeRequest | None:
    if token is None:
        return None
    own = (ChangeRequest.token == token, ChangeRequest.author_id == author_id)
    return db.session.scalar(sa.select(ChangeRequest).where(*own))


def _keep_revision(change: ChangeRequest, by: Person) -> None:
    words = {name: getattr(change, name) for name in WORDS}
    db.session.add(
        ChangeRevision(
            change_id=change.id,
            revision=change.revision,
            content_hash=change.content_hash,
            by_id=by.id,
            at=clock.now(),
            **words,
        )
    )
    db.session.flush()


def edit_request(
    *, change_id: int, version: int, actor: Person, title: str, description: str, benefit: str, area: str, owner_id: int
) -> ChangeRequest:
    """Mend the words of a change request; what was agreed to on other words falls.

    Raises ChangeNotFound, StaleChange (somebody was faster) or MoveNotListed (the work has begun).
    """
    settle_due_round(change_id)
    change = held_change(change_id, version)
    if change.state not in EDITABLE:
        raise MoveNotListed(f"{change.state} is not edited")
    words = {"title": title, "description": description, "benefit": benefit, "area": area}
    if any(getattr(change, name) != value for name, value in words.items()):
        swap_change(change, **words, revision=change.revision + 1, search_text=folded(title, description, benefit))
        settle_text(change, actor)
        _keep_revision(change, actor)
    if change.owner_id != owner_id:
        swap_change(change, owner_id=owner_id)
    return change


def settle_text(change: ChangeRequest, actor: Person) -> None:
    """After another text or assessment: the hash follows, and consent to the old one falls."""
    now = content_hash(change)
    if now == change.content_hash:
        return
    swap_change(change, content_hash=now)
    void_consent(change, actor)


def void_consent(change: ChangeRequest, actor: Person) -> None:
    """Send back to the agenda what was agreed to on another text; a standard change goes back to its draft."""
    if change.state in AGREED:
        void_open_round(change.id, actor)
        standard = change.kind is ChangeKind.standard
        to = ChangeState.draft if standard else ChangeState.on_agenda
        move_change(change=change, to=to, actor=actor, evidence=f"revision:{change.revision}")
