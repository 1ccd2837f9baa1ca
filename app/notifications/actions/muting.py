"""What the links in mails do, without signing in, and how it is taken back."""

from app.feedback.actions.followers import mute_idea, unmute_idea
from app.feedback.models import Follower
from app.foundation.db import db
from app.notifications.actions.preferences import preference_row, replace_choices
from app.notifications.actions.rerouting import hold_back
from app.notifications.kinds import ALL, Category, kinds_in
from app.notifications.links import Mute, Undo
from app.notifications.models import Announcement, Channel
from app.notifications.queries import choices_of


def stop_mails(mute: Mute) -> Undo:
    """Do what a link in a mail asks for: nothing more about one idea, of a category, of optional paths, or no mails at all.

    Gives what was before, for taking it back.
    """
    if mute.optional:
        return _stop_optional(mute)
    return _stop_scope(mute) if mute.idea_id is None else _stop_idea(mute, mute.idea_id)


def resume_mails(undo: Undo) -> None:
    """Take a stop back: everything it changed is as it was before."""
    mute = undo.mute
    if mute.optional:
        preference_row(mute.person_id).optional_reminders = undo.optional
    elif mute.idea_id is not None:
        unmute_idea(idea_id=mute.idea_id, person_id=mute.person_id, following=undo.following)
    else:
        kept = {s: c for s, c in choices_of(mute.person_id).items() if s not in _scopes(mute.category)}
        before = {scope: Channel(channel) for scope, channel in undo.choices.items()}
        replace_choices(mute.person_id, {**kept, **before})


def _stop_optional(mute: Mute) -> Undo:
    preference = preference_row(mute.person_id)
    undo = Undo(mute, optional=preference.optional_reminders)
    preference.optional_reminders = False
    return undo


def _stop_idea(mute: Mute, idea_id: int) -> Undo:
    row = db.session.get(Follower, (idea_id, mute.person_id))
    following = row is not None and row.muted_at is None
    mute_idea(idea_id=idea_id, person_id=mute.person_id)
    hold_back(mute.person_id, Announcement.idea_id == idea_id)
    return Undo(mute, following=following)


def _stop_scope(mute: Mute) -> Undo:
    choices, scopes = choices_of(mute.person_id), _scopes(mute.category)
    scope_of_stop = mute.category or ALL
    # A link that is pressed again has stopped them already; taking that back means the same as the first time.
    before = {} if choices.get(scope_of_stop) is Channel.none else choices
    undo = Undo(mute, choices={scope: choice.value for scope, choice in before.items() if scope in scopes})
    kept = {scope: choice for scope, choice in choices.items() if scope not in scopes}
    replace_choices(mute.person_id, {**kept, scope_of_stop: Channel.none})
    return undo


def _scopes(category: str) -> set[str]:
    """The scopes whose choices a stop replaces: those of a category and of its kinds, or every one."""
    wanted = [Category(category)] if category else list(Category)
    kinds = {kind.name for one in wanted for kind in kinds_in(one)}
    return kinds | {one.value for one in wanted} | (set() if category else {ALL})
