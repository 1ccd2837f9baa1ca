"""Writes about the words of an idea: submitting and mending them."""

import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.changing import change_status, return_votes
from app.feedback.actions.errors import ConsentMissing, IdeaNotFound, MoveNotListed, StaleIdea
from app.feedback.actions.moves import held_idea
from app.feedback.actions.photos import Drawn, keep_photo
from app.feedback.actions.words import Words, is_material, search_text_of, words_of
from app.feedback.events import IdeaRevised, IdeaSubmitted
from app.feedback.models import EDITABLE, Idea, IdeaEvent, IdeaKind, IdeaRevision, IdeaStatus
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.events import publish
from app.foundation.words import normalised


@dataclass(frozen=True, slots=True)
class Colleague:
    """For whom an idea is written: somebody with an account, or a name; in the words that were said, if they were noted."""

    person_id: int | None = None
    name: str = ""
    voice: str = ""
    consent: bool = False


def new_token() -> str:
    """A fresh token for one form: sending the form twice writes once."""
    return secrets.token_urlsafe(18)


def submit_idea(
    *,
    author_id: int,
    text: str,
    title: str = "",
    kind: IdeaKind = IdeaKind.idea,
    area: str = "",
    steps: str = "",
    proposal: str = "",
    workaround: str = "",
    sensitive: bool = False,
    colleague: Colleague | None = None,
    photo: Drawn | None = None,
    token: str | None = None,
) -> Idea:
    """Submit an idea; without a title the first sentence becomes it. The same form (`token`) sent again gives the same idea.

    Raises ConsentMissing when it is written for a colleague who did not agree.
    """
    # Holding the author's row makes two clicks on one button wait for each other.
    department_id = db.session.scalars(locked(sa.select(Person.department_id).where(Person.id == author_id))).one()
    before = _sent_before(author_id, token)
    if before is not None:
        return before
    words = Words(text, title, kind, area, steps=steps, proposal=proposal, workaround=workaround).tidy()
    moment, said = clock.now(), _said_by(colleague)
    idea = Idea(
        **words,
        **said,
        author_id=author_id,
        department_id=_department_of(said["on_behalf_of_id"]) or department_id,
        sensitive=sensitive,
        status=IdeaStatus.submitted,
        status_since=moment,
        submitted_at=moment,
        search_text=search_text_of(words, said["voice"]),
        token=token,
    )
    db.session.add(idea)
    db.session.flush()
    db.session.add(
        IdeaEvent(idea_id=idea.id, from_status=None, to_status=IdeaStatus.submitted, actor_id=author_id, at=moment)
    )
    db.session.flush()
    if photo is not None:
        keep_photo(idea=idea, photo=photo)
    publish(IdeaSubmitted(idea_id=idea.id, author_id=author_id))
    return idea


def _sent_before(author_id: int, token: str | None) -> Idea | None:
    if token is None:
        return None
    return db.session.scalar(sa.select(Idea).where(Idea.token == token, Idea.author_id == author_id))


def _said_by(colleague: Colleague | None) -> dict[str, Any]:
    if colleague is None:
        return {"on_behalf_of_id": None, "on_behalf_of_name": "", "voice": "", "consent": False}
    if not colleague.consent:
        raise ConsentMissing
    name = "" if colleague.person_id else " ".join(normalised(colleague.name).split())
    # The words of the colleague are kept as they were said: nothing is mended but the form of the characters.
    return {
        "on_behalf_of_id": colleague.person_id,
        "on_behalf_of_name": name,
        "voice": normalised(colleague.voice),
        "consent": True,
    }


def _department_of(person_id: int | None) -> int | None:
    if person_id is None:
        return None
    return db.session.scalar(sa.select(Person.department_id).where(Person.id == person_id))


def edit_idea(
    *,
    idea_id: int,
    version: int,
    author: Person,
    words: Words,
    wording_only: bool = False,
    sensitive: bool | None = None,
) -> None:
    """Mend one's own idea; where a question was open, that answers it. The old words become a revision that is kept.

    An idea that becomes sensitive is out of its voters' sight, so their votes return.

    Raises IdeaNotFound, StaleIdea (somebody was faster) or MoveNotListed (it is too late to edit).
    """
    idea = held_idea(idea_id)
    if idea.author_id != author.id:
        raise IdeaNotFound
    if idea.status not in EDITABLE:
        raise MoveNotListed(f"{idea.status} is not edited")
    if idea.version != version:
        raise StaleIdea
    _swap_words(idea, words.tidy(), wording_only=wording_only)
    if sensitive is not None and sensitive != idea.sensitive:
        _set_sensitive(idea, author, sensitive=sensitive)
    if idea.status is IdeaStatus.needs_info:
        change_status(idea=idea, to=IdeaStatus.submitted, actor=author, reason="")


def _set_sensitive(idea: Idea, author: Person, *, sensitive: bool) -> None:
    if sensitive:
        return_votes(idea_id=idea.id)
    change = sa.update(Idea).where(Idea.id == idea.id).values(sensitive=sensitive, version=Idea.version + 1)
    db.session.execute(change.execution_options(synchronize_session=False))
    db.session.expire(idea)
    audit.record(act="idea:edited", subject=("idea", idea.id), actor_id=author.id, after={"sensitive": sensitive})


def _swap_words(idea: Idea, words: dict[str, Any], *, wording_only: bool) -> None:
    before, moment, number = words_of(idea), clock.now(), idea.revision
    if all(words[name] == before[name] for name in words):
        return
    swap = (
        sa.update(Idea)
        .where(Idea.id == idea.id, Idea.version == idea.version, Idea.status == idea.status)
        .values(
            **words,
            version=Idea.version + 1,
            revision=Idea.revision + 1,
            edited_at=moment,
            search_text=search_text_of(words, idea.voice),
        )
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(swap).rowcount != 1:  # type: ignore[attr-defined]
        raise StaleIdea
    db.session.expire(idea)
    material = is_material(before, words, wording_only=wording_only)
    past = {"words": before, "material": material, "replaced_at": moment, "replaced_by_id": idea.author_id}
    db.session.add(IdeaRevision(idea_id=idea.id, number=number, **past))
    # Never the words: more people read the trail than may read those. They stand in the revisions.
    audit.record(
        act="idea:edited",
        subject=("idea", idea.id),
        actor_id=idea.author_id,
        before={"version": number},
        after={"version": number + 1},
    )
    db.session.flush()
    publish(IdeaRevised(idea_id=idea.id, revision=number + 1, material=material, author_id=idea.author_id))
