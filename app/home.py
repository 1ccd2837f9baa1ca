"""The home of each role: what to go on with, what waits, what became of one's ideas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person, Role
from app.accounts.policies import Holder
from app.accounts.queries.corrections import waiting_corrections
from app.ambassadors.models import Appointment, AppointmentState, Endorsement
from app.ambassadors.policies import holds_office
from app.ambassadors.queries import waits_for_word_of
from app.ambassadors.queries.action_items import open_count_of
from app.ambassadors.queries.duties import to_prepare
from app.changes.queries.waiting import waiting_rounds
from app.feedback.models import Idea, IdeaStatus
from app.feedback.policies import may_write_for_others
from app.feedback.queries.ideas import ideas_at_home
from app.feedback.queries.visibility import eyes_of, visible
from app.feedback.queries.votes import Budget, open_votes_of_reader, vote_budget
from app.foundation import clock
from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.foundation.pages import page
from app.foundation.params import READER
from app.foundation.security import person_here, requires, signed_in
from app.knowledge.policies import sees_every_question
from app.knowledge.queries.questions import stuck_for, waiting_for
from app.metrics.policies import may_judge_contests
from app.metrics.queries.contests import contests_before, passed_on_to
from app.metrics.queries.pulse import asked_of_reader, mark_of
from app.notifications.queries.sources import sources_to_tell
from app.training.models import Assignment
from app.training.queries import returned, reviews, workshops
from app.training.queries.deadlines import is_overdue, on_leave
from app.training.queries.shelf import continue_learning
from app.training.queries.team import here
from app.training.views.addresses import step_address

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that waits for this person: words, where it is done, an icon, and whether it is pressing."""

    text: str
    href: str
    icon: str
    pressing: bool = True


@blueprint.get("/")
@requires(signed_in)
def show() -> Response:
    """The signed-in person's home."""
    person = person_here()
    own, news = ideas_at_home(person)
    duties, votes = duties_and_votes(person)
    return page(
        "home.html",
        learning=continue_learning(person.id, paused=on_leave(person)),
        step_address=step_address,
        duties=duties,
        ideas=own,
        news=news,
        budget=Budget(total=vote_budget(), used=votes),
        serves=holds_office(person),
        for_others=may_write_for_others(person),
        now=clock.local(clock.now()),
    )


def duties_and_votes(person: Person) -> tuple[list[Duty], int]:
    """What waits for a person in each of their roles, and how many votes they have given; counted in one statement."""
    questions = [*_where_nobody_serves(person), *_reviews_of(person), *_questions(person.roles)]
    asked = {"reader": person.id, "mark": mark_of(person.id)}
    found: list[int]
    *found, votes = db.session.execute(_counts(person, questions), asked).one()
    duties = [words(number) for number, (_count, words) in zip(found, questions, strict=True)]
    return [duty for duty in duties if duty is not None], votes


Question = tuple[sa.Select[int], Callable[[int], Duty | None]]
"""A count about READER, and its words."""


def _counts(person: Person, questions: Sequence[Question]) -> sa.Select[int]:
    # What a superuser may review is of this superuser, and who serves a department is of the day; all others are asked the
    # same as whoever holds the same roles.
    of_its_own = person.has_role(Role.superuser) or sees_every_question(person)
    return _put_together(questions) if of_its_own else _counts_for(person.roles)


@cache
def _counts_for(roles: frozenset[Role]) -> sa.Select[int]:
    return _put_together(_questions(roles))


def _put_together(questions: Sequence[Question]) -> sa.Select[int]:
    return sa.select(*(count.scalar_subquery() for count, _words in questions), open_votes_of_reader())


@cache
def _questions(roles: frozenset[Role]) -> tuple[Question, ...]:
    """What somebody with these roles is asked at home."""
    return tuple((count, words) for allowed, count, words in _every_question(Holder(roles)) if allowed)


def _every_question(who: Holder) -> list[tuple[bool, sa.Select[int], Callable[[int], Duty | None]]]:
    """Rows of: whether it is asked at all, the count, and its words."""
    count = sa.select(sa.func.count())
    late = count.select_from(Assignment).join(Person, Person.id == Assignment.person_id).where(is_overdue())
    nominated = sa.and_(Appointment.person_id == READER, Appointment.state == AppointmentState.nominated)
    unanswered = sa.and_(Idea.first_response_at.is_(None), Idea.status == IdeaStatus.submitted)
    own_open = sa.and_(Idea.author_id == READER, Idea.status == IdeaStatus.needs_info)
    in_review = sa.and_(Idea.status == IdeaStatus.in_review, visible(READER, eyes_of(who)))
    failed = OutgoingMail.state == MailState.failed
    ballots = _board_ballots if who.has_role(Role.board_member) else _ballots_as_deputy
    return [
        (True, asked_of_reader(), _pulse),
        (True, workshops.waiting_check_ins(READER), _workshop),
        (True, returned.returned_to(READER), _returned),
        (True, count.select_from(Appointment).where(nominated), _nomination),
        (True, count.select_from(Endorsement).where(waits_for_word_of(READER)), _endorsement),
        (True, count.select_from(Idea).where(own_open), _question),
        (may_write_for_others(who), sources_to_tell(who), _untold),
        (who.has_role(Role.pmo), count.select_from(Idea).where(unanswered), _queue),
        (True, count.select_from(waiting_rounds(READER).subquery()), ballots),
        (who.has_role(Role.board_member), count.select_from(Idea).where(in_review), _review),
        (who.has_role(Role.manager), late.where(Person.manager_id == READER, here()), _team),
        (True, open_count_of(READER), _actions),
        (True, to_prepare(READER, ambassador=who.has_role(Role.ambassador)), _preparation),
        (who.has_role(Role.hr_officer), late, _records),
        (who.has_role(Role.hr_officer), waiting_corrections(READER), _corrections),
        (may_judge_contests(who), contests_before(READER), _contests),
        (True, passed_on_to(READER), _passed_on),
        (who.has_role(Role.it_operator), count.select_from(OutgoingMail).where(failed), _mails),
    ]


def _where_nobody_serves(person: Person) -> list[Question]:
    """The questions that no superuser comes to, for whoever sees them all."""
    return [(stuck_for(READER), _stuck)] if sees_every_question(person) else []


def _reviews_of(person: Person) -> list[Question]:
    """What waits for a superuser's eyes; who is none is asked nothing."""
    if not person.has_role(Role.superuser):
        return []
    return [
        (reviews.work_of(person, reviews.shelves().outside_line), _reviews),
        (waiting_for(person), _asked),
    ]


def _reviews(number: int) -> Duty:
    words = (
        ngettext("%(num)s learner's task waits for your eyes", "%(num)s learners' tasks wait for your eyes", number)
        if number
        else _("No learner waits for your eyes")
    )
    return Duty(words, url_for("training.show_next_review"), "clipboard-check", pressing=number > 0)


def _asked(number: int) -> Duty | None:
    words = ngettext("%(num)s question waits for you", "%(num)s questions wait for you", number)
    return Duty(words, url_for("knowledge.show_next_question"), "help-circle") if number else None


def _stuck(number: int) -> Duty | None:
    words = ngettext(
        "%(num)s question waits and nobody comes to it", "%(num)s questions wait and nobody comes to them", number
    )
    return Duty(words, url_for("knowledge.show_questions", state="stuck"), "help-circle") if number else None


def _untold(number: int) -> Duty | None:
    words = ngettext(
        "%(num)s outcome to tell to the one who told you of the need",
        "%(num)s outcomes to tell to those who told you of the need",
        number,
    )
    return Duty(words, url_for("notifications.show_sources"), "message-forward") if number else None


def _pulse(number: int) -> Duty | None:
    words = _("One minute, without your name: how is the new way of working?")
    return Duty(words, url_for("metrics.show_pulse_answer"), "heartbeat") if number else None


def _corrections(number: int) -> Duty | None:
    words = ngettext(
        "%(num)s person asks to correct what is kept of them",
        "%(num)s people ask to correct what is kept of them",
        number,
    )
    return Duty(words, url_for("accounts.show_corrections"), "pencil") if number else None


def _contests(number: int) -> Duty | None:
    words = ngettext(
        "%(num)s contest of a score waits for a decision", "%(num)s contests of scores wait for a decision", number
    )
    return Duty(words, url_for("metrics.show_contests", state="open"), "gavel") if number else None


def _passed_on(contest_id: int) -> Duty | None:
    words = _("A contest of a score was passed on to you to decide")
    return Duty(words, url_for("metrics.show_contest", contest_id=contest_id), "gavel") if contest_id else None


def _workshop(number: int) -> Duty | None:
    words = ngettext("A workshop is on: check in", "%(num)s workshops are on: check in", number)
    return Duty(words, url_for("training.show_code_check_in"), "user-check") if number else None


def _returned(number: int) -> Duty | None:
    words = ngettext(
        "A task of yours came back: see what is still to be done",
        "%(num)s of your tasks came back: see what is still to be done",
        number,
    )
    return Duty(words, url_for("training.show_returned"), "corner-up-left") if number else None


def _nomination(number: int) -> Duty | None:
    words = ngettext("%(num)s nomination waits for your answer", "%(num)s nominations wait for your answer", number)
    return Duty(words, url_for("ambassadors.show_board"), "user-check") if number else None


def _actions(number: int) -> Duty | None:
    words = ngettext("%(num)s action item is yours to do", "%(num)s action items are yours to do", number)
    return Duty(words, url_for("ambassadors.show_actions"), "checkbox") if number else None


def _preparation(meeting_id: int | None) -> Duty | None:
    if meeting_id is None:
        return None
    address = url_for("ambassadors.show_meeting", meeting_id=meeting_id)
    return Duty(_("The next meeting has no agenda yet: prepare it"), address, "calendar-event")


def _endorsement(number: int) -> Duty | None:
    words = ngettext(
        "%(num)s nomination waits for your word as the manager",
        "%(num)s nominations wait for your word as the manager",
        number,
    )
    return Duty(words, url_for("ambassadors.show_nominations"), "thumb-up") if number else None


def _question(number: int) -> Duty | None:
    words = ngettext(
        "%(num)s of your ideas has a question for you", "%(num)s of your ideas have a question for you", number
    )
    return Duty(words, url_for("feedback.show_ideas", view="mine"), "message-question") if number else None


def _queue(number: int) -> Duty:
    words = ngettext("%(num)s idea waits for its first answer", "%(num)s ideas wait for their first answer", number)
    return Duty(words, url_for("feedback.show_queue"), "inbox", pressing=number > 0)


def _ballots_as_deputy(number: int) -> Duty | None:
    """Whoever only deputises for a member of the board reads it when a ballot waits."""
    return _board_ballots(number) if number else None


def _board_ballots(number: int) -> Duty:
    words = (
        ngettext("%(num)s change waits for your ballot", "%(num)s changes wait for your ballot", number)
        if number
        else _("No change waits for your ballot")
    )
    where = "changes.show_next_ballot" if number else "changes.show_board"
    return Duty(words, url_for(where), "checkbox", pressing=number > 0)


def _review(number: int) -> Duty:
    words = ngettext("%(num)s idea is in review with the board", "%(num)s ideas are in review with the board", number)
    return Duty(words, url_for("feedback.show_ideas", status="in_review"), "scale", pressing=number > 0)


def _team(number: int) -> Duty:
    words = ngettext(
        "%(num)s training of your people is overdue", "%(num)s trainings of your people are overdue", number
    )
    address = url_for("training.show_team", show="overdue" if number else None)
    return Duty(words, address, "clock-exclamation", pressing=number > 0)


def _records(number: int) -> Duty:
    words = ngettext(
        "%(num)s assignment of the company is overdue", "%(num)s assignments of the company are overdue", number
    )
    return Duty(words, url_for("hr.show_records", status="overdue"), "file-certificate", pressing=number > 0)


def _mails(number: int) -> Duty:
    words = (
        ngettext("%(num)s mail could not be sent", "%(num)s mails could not be sent", number)
        if number
        else _("All mails went out")
    )
    return Duty(words, url_for("accounts.show_audit"), "mail", pressing=number > 0)
