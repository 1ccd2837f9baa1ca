"""The page of one idea, as several views answer with it."""

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from app.feedback import policies
from app.feedback.actions.settling import settle_ideas
from app.feedback.forms.moves import MoveForm
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries.ideas import IdeaPage, idea_page
from app.feedback.queries.reviews import is_being_reviewed
from app.feedback.queries.tags import tags_with
from app.feedback.views.conversation import Forms, asked_comment, conversation
from app.feedback.views.second_look import BesideForms, beside
from app.foundation import clock
from app.foundation.i18n import local_date
from app.foundation.pages import page
from app.foundation.security import load_person_again, person_here


def idea_answer(
    number: int,
    *,
    status: int = 200,
    comment_forms: Forms | None = None,
    move_form: MoveForm | None = None,
    forms: BesideForms | None = None,
    stale: bool = False,
) -> Response:
    """The page of an idea in its present state, with forms to correct; 404 when there is none."""
    found = _found(number, comment_forms)
    if found is not None and found.is_due and settle_ideas([number]):
        load_person_again()
        found = _found(number, comment_forms)
    if found is None:
        abort(404)
    person, idea = person_here(), found.idea
    by_hand = move_form_for(idea, move_form)
    return page(
        "feedback/idea.html",
        fragments={"comments", "idea-ties"},
        status=status,
        found=found,
        idea=idea,
        support=found.support,
        budget=found.budget,
        back=url_for("feedback.show_idea", number=number),
        talk=conversation(idea, found.comments, found.standing, comment_forms),
        move_form=by_hand,
        board_decides=_board_decides(idea, by_hand),
        beside=beside(found, forms),
        chain_moves=policies.chain_moves_from(person, idea),
        stale=stale,
        tags=tags_with([number]),
        may={
            "tag": policies.may_tag(person),
            "decide": policies.may_moderate(person),
            "edit": policies.may_edit(person, idea),
            "withdraw": policies.may_withdraw(person, idea),
            "merge": policies.may_merge(person, idea),
            "unmerge": policies.may_unmerge(person, idea),
        },
    )


def _board_decides(idea: Idea, form: MoveForm | None) -> bool:
    """Whether the reader could choose where the idea goes if the board were not at work on it."""
    listed = policies.moves_open_to(person_here(), idea)
    return idea.status is IdeaStatus.in_review and bool(listed) and not (form and form.to.choices)


def _found(number: int, comment_forms: Forms | None) -> IdeaPage | None:
    return idea_page(
        number,
        reader=person_here(),
        comment_page=request.args.get("page", type=int),
        comment_at=asked_comment(comment_forms),
    )


def move_form_for(idea: Idea, form: MoveForm | None = None) -> MoveForm | None:
    """The form of the moves that are open to the reader; None when there are none, or the board decides. What was typed is kept."""
    moves = policies.moves_open_to(person_here(), idea)
    if moves and is_being_reviewed(idea):
        moves = ()
    if not moves and form is None:
        return None
    form = form or MoveForm(formdata=None, data={"decision_ref": _("PMO, %(day)s", day=local_date(clock.today()))})
    form.offer(idea, moves)
    return form
