"""The board, and writing ideas."""

from dataclasses import asdict

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions, policies, queries
from app.feedback.actions.errors import MoveNotListed, StaleIdea
from app.feedback.actions.photos import keep_photo, remove_photo
from app.feedback.actions.settling import due_ideas, settle_ideas
from app.feedback.forms.ideas import ColleagueForm, EditForm, IdeaForm
from app.feedback.labels import AREAS
from app.feedback.models import Idea, IdeaKind, IdeaStatus
from app.feedback.queries.board import Filters, Order, View, idea_board, usual_order, view_of
from app.feedback.queries.board_head import board_head
from app.feedback.queries.similar import similar_ideas
from app.feedback.queries.tags import tags_with
from app.feedback.views import blueprint
from app.feedback.views.idea import idea_answer
from app.foundation.pages import page, see_other
from app.foundation.portal import only_reads
from app.foundation.security import load_person_again, person_here, requires, signed_in


@blueprint.get("/feedback/")
@requires(signed_in)
def show_start() -> Response:
    """Feedback begins with the board."""
    return see_other(url_for(".show_ideas"))


@blueprint.get("/feedback/ideas")
@requires(signed_in)
def show_ideas() -> Response:
    """The board of ideas."""
    person, filters, head = person_here(), _filters(), board_head(person_here())
    if head.is_due and settle_ideas(due_ideas()):
        load_person_again()
        person, head = person_here(), board_head(person_here())
    found = idea_board(filters, reader=person, counts=head.counts)
    return page(
        "feedback/ideas.html",
        fragments={"idea-list"},
        filters=filters,
        found=found,
        counts=head.counts,
        budget=head.budget,
        areas=AREAS,
        tags=tags_with([row.idea.id for row in found.rows]),
        back=request.full_path,
        may_moderate=policies.may_moderate(person),
    )


def _filters() -> Filters:
    asked = request.args
    status = IdeaStatus(asked["status"]) if asked.get("status") in IdeaStatus.__members__ else None
    usual = view_of(status) if status else View.open
    view, q = View(asked["view"]) if asked.get("view") in View.__members__ else usual, asked.get("q", "")[:100]
    return Filters(
        view=view,
        status=status,
        order=Order(asked["order"]) if asked.get("order") in Order.__members__ else usual_order(view, q),
        q=q,
        area=asked.get("area", "")[:60],
        kind=IdeaKind(asked["kind"]) if asked.get("kind") in IdeaKind.__members__ else None,
        tag=asked.get("tag", type=int),
        number=asked.get("page", 1, type=int) or 1,
    )


@blueprint.get("/feedback/ideas/new")
@requires(signed_in)
def show_new_idea() -> Response:
    """The form for a new idea."""
    started = {"token": actions.new_token(), "text": request.args.get("text", "")[:400]}
    return _form_answer(_form_class()(formdata=None, data=started))


def _form_class() -> type[IdeaForm]:
    """Who may write for colleagues is offered it."""
    return ColleagueForm if policies.may_write_for_others(current_user) else IdeaForm


@blueprint.post("/feedback/similar-ideas")
@requires(signed_in)
@only_reads
def create_similar_ideas() -> Response:
    """Ideas like the one being written, beside what was typed so far. A POST, because a text is too long for an address."""
    return _form_answer(_form_class()())


@blueprint.post("/feedback/ideas")
@requires(signed_in)
def create_idea() -> Response:
    """Submit an idea."""
    form = _form_class()()
    if not form.validate_on_submit():
        return _form_answer(form, status=422)
    idea = actions.submit_idea(
        author_id=current_user.id,
        **asdict(form.words),
        sensitive=form.sensitive.data,
        colleague=form.named if isinstance(form, ColleagueForm) else None,
        photo=form.drawn,
        token=form.token.data or None,
    )
    flash(_("Thank you. Your idea is number %(number)s; you will hear what becomes of it.", number=idea.id), "success")
    return see_other(url_for(".show_idea", number=idea.id))


def _form_answer(form: IdeaForm, status: int = 200) -> Response:
    typed = f"{form.title.data or ''} {form.text.data or ''}"
    found = similar_ideas(typed, reader=current_user)
    return page(
        "feedback/idea_form.html",
        fragments={"similar-ideas"},
        status=status,
        form=form,
        similar=found,
        for_colleague=request.args.get("for") == "colleague",
    )


@blueprint.get("/feedback/ideas/<int:number>")
@requires(signed_in)
def show_idea(number: int) -> Response:
    """One idea."""
    return idea_answer(number)


@blueprint.get("/feedback/ideas/<int:number>/edit")
@requires(signed_in)
def show_edit(number: int) -> Response:
    """The form in which the author mends an idea."""
    idea = _own_idea(number)
    if not policies.may_edit(current_user, idea):
        abort(404)
    return _edit_page(idea, EditForm(formdata=None, obj=idea))


@blueprint.post("/feedback/ideas/<int:number>")
@requires(signed_in)
def update_idea(number: int) -> Response:
    """Mend an idea; whoever was slower than a change sees both and decides again."""
    idea = _own_idea(number)
    form = EditForm(obj=idea)
    if not form.validate_on_submit():
        return _edit_page(idea, form, status=422)
    try:
        actions.edit_idea(
            idea_id=number,
            version=form.version.data or 0,
            author=current_user,
            words=form.words,
            wording_only=form.wording_only.data,
            sensitive=form.sensitive.data,
        )
        _change_photo(number, form)
    except StaleIdea:
        return _edit_page(_own_idea(number), form, status=409, stale=True)
    except MoveNotListed:
        return idea_answer(number, status=409, stale=True)
    flash(_("Your idea is changed."), "success")
    return see_other(url_for(".show_idea", number=number))


def _change_photo(number: int, form: EditForm) -> None:
    idea = _own_idea(number)
    if form.drawn is not None:
        keep_photo(idea=idea, photo=form.drawn)
    elif form.remove_photo.data:
        remove_photo(idea=idea)


def _edit_page(idea: Idea, form: EditForm, *, status: int = 200, stale: bool = False) -> Response:
    question = queries.open_question(idea)
    return page("feedback/idea_edit.html", status=status, form=form, idea=idea, question=question, stale=stale)


def _own_idea(number: int) -> Idea:
    idea = queries.idea_numbered(number, current_user)
    if idea is None or idea.author_id != current_user.id:
        abort(404)
    return idea
