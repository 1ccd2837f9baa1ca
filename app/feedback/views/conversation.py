"""The conversation on the page of an idea: what the reader finds there, and what the reader may do with it."""

from dataclasses import dataclass, field, replace

from flask import request

from app.feedback import actions, policies
from app.feedback.forms.comments import CommentForm, EditCommentForm, HidingForm
from app.feedback.models import Comment, Idea
from app.foundation.paging import Page
from app.foundation.security import id_in, person_here


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms of a conversation with what was typed: a new comment, or other words or a reason for the comment `opened`."""

    new: CommentForm | None = None
    editing: EditCommentForm | None = None
    hiding: HidingForm | None = None
    opened: int | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the block of comments shows: rows, how many stand for everyone, rights by comment, and the forms that are open."""

    idea: Idea
    comments: Page[Comment]
    standing: int
    forms: Forms
    focus: int | None = None
    rights: dict[int, frozenset[str]] = field(default_factory=dict)
    may_comment: bool = False
    may_write_note: bool = False


def conversation(idea: Idea, comments: Page[Comment], standing: int, typed: Forms | None = None) -> Conversation:
    """The conversation for the signed-in person; `?edit=5` and `?hide=5` open a form in the place of a comment, `?at=5` goes there."""
    rights = {comment.id: _rights(comment) for comment in comments.rows}
    fresh = typed or _asked_for({comment.id: comment for comment in comments.rows}, rights)
    new = fresh.new or CommentForm(formdata=None, data={"token": actions.new_token()})
    return Conversation(
        idea=idea,
        comments=comments,
        standing=standing,
        forms=replace(fresh, new=new),
        focus=request.args.get("at", type=id_in),
        rights=rights,
        may_comment=policies.may_comment(person_here(), idea),
        may_write_note=policies.may_write_note(person_here(), idea),
    )


def asked_comment(typed: Forms | None) -> int | None:
    """The comment whose page of the conversation is wanted: the one whose form is open, or the one that the address names."""
    named = (request.args.get(name, type=id_in) for name in ("at", "edit", "hide"))
    return (typed.opened if typed else None) or next((number for number in named if number), None)


def _asked_for(comments: dict[int, Comment], rights: dict[int, frozenset[str]]) -> Forms:
    """The forms that the address asks for, where the reader has the right."""
    edit, hide = (request.args.get(name, type=id_in) or 0 for name in ("edit", "hide"))
    if "change" in rights.get(edit, ()):
        words = {"text": comments[edit].text, "version": comments[edit].version}
        return Forms(editing=EditCommentForm(formdata=None, data=words, prefix="edit-"), opened=edit)
    if "hide" in rights.get(hide, ()):
        return Forms(hiding=HidingForm(formdata=None, prefix="hide-"), opened=hide)
    return Forms()


def _rights(comment: Comment) -> frozenset[str]:
    person = person_here()
    may = {
        "read": policies.may_read_text(person, comment),
        "change": policies.may_change_comment(person, comment),
        "hide": policies.may_hide(person, comment) and comment.hidden_at is None,
        "restore": policies.may_hide(person, comment) and comment.hidden_at is not None,
    }
    return frozenset(right for right, has in may.items() if has)
