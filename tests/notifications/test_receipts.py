"""Who hears of what: exactly one receipt for each person and outcome."""

from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.feedback.actions import merge_idea, post_comment
from app.feedback.events import IdeaMoved
from app.feedback.models import Idea, IdeaEvent, IdeaStatus, Vote
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.events import publish
from app.foundation.mail import OutgoingMail
from app.notifications.models import Channel, Receipt
from tests.factories import Cast, make_person
from tests.kinds import Make
from tests.notifications.acts import address, choose, move, told, who
from tests.together import at_once


def test_author_voters_and_followers_hear_of_a_move_but_not_who_muted(app: Flask, cast: Cast, make_idea: Make) -> None:
    idea = make_idea(voters=(cast.eve, cast.zhao), followers=(cast.sun, cast.guo), muted=(cast.guo, cast.zhao))
    move(app, idea, IdeaStatus.planned, actor=cast.pmo)
    assert told(app) == sorted([cast.lin, cast.eve, cast.sun]), "the PMO has no tie to it, so no receipt either"


@pytest.mark.parametrize("channel", list(Channel))
def test_who_moves_an_idea_they_voted_for_has_a_receipt_that_is_seen_and_no_mail(
    app: Flask, cast: Cast, make_idea: Make, channel: Channel
) -> None:
    choose(app, cast.pmo, channel)
    move(app, make_idea(voters=(cast.pmo, cast.eve)), IdeaStatus.planned, actor=cast.pmo)
    assert told(app) == sorted([cast.lin, cast.eve, cast.pmo])
    with app.app_context():
        own = db.session.scalars(sa.select(Receipt).where(Receipt.person_id == cast.pmo)).one()
        assert own.seen_at is not None
        assert own.channel is Channel.none
        assert own.mailed_at is None
        recipients = set(db.session.scalars(sa.select(OutgoingMail.recipient)))
    assert recipients == {address(app, cast.lin), address(app, cast.eve)}


def test_who_voted_for_a_merged_idea_hears_what_becomes_of_the_other(app: Flask, cast: Cast, make_idea: Make) -> None:
    child = make_idea("手机填日报", author=cast.zhao, voters=(cast.eve, cast.guo))
    target = make_idea(voters=(cast.guo,))
    with app.app_context(), transaction():
        merge_idea(idea_id=child, into_id=target, version=1, actor=who(cast.pmo), reason="")
    assert told(app) == sorted([cast.zhao, cast.eve, cast.guo]), "of the merge, those of the merged one"
    move(app, target, IdeaStatus.planned)
    assert told(app).count(cast.guo) == 2
    assert {cast.lin, cast.zhao, cast.eve} <= set(told(app))


def test_the_same_event_published_again_tells_nobody_twice(app: Flask, cast: Cast, make_idea: Make) -> None:
    idea = make_idea(voters=(cast.eve,))
    event = move(app, idea, IdeaStatus.planned)
    with app.app_context(), transaction():
        publish(IdeaMoved(idea, event, "open", "planned", None))
    assert told(app) == sorted([cast.lin, cast.eve])
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) == 2


def test_twenty_four_threads_publishing_one_move_leave_one_receipt_each(
    app: Flask, cast: Cast, make_idea: Make
) -> None:
    idea = make_idea(voters=(cast.eve, cast.zhao, cast.sun))
    event = move(app, idea, IdeaStatus.planned)
    with app.app_context(), transaction():
        db.session.execute(sa.delete(Receipt))
        db.session.execute(sa.text("DELETE FROM announcements"))
        db.session.execute(sa.delete(OutgoingMail))
    barrier, failed = Barrier(24), []

    def again() -> None:
        barrier.wait()
        try:
            with app.app_context(), transaction():
                publish(IdeaMoved(idea, event, "open", "planned", None))
        except Exception as error:  # noqa: BLE001 (shown below)
            failed.append(error)

    at_once(again, 24)
    assert not failed
    assert told(app) == sorted([cast.lin, cast.eve, cast.zhao, cast.sun])
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) == 4


def test_who_has_left_is_told_nothing(app: Flask, cast: Cast, make_idea: Make) -> None:
    idea = make_idea(voters=(cast.eve, cast.zhao, cast.sun))
    with app.app_context(), transaction():
        db.session.get_one(Person, cast.eve).deactivated_at = clock.now()
        db.session.get_one(Person, cast.zhao).last_day = clock.today().replace(year=2020)
    move(app, idea, IdeaStatus.planned)
    assert told(app) == sorted([cast.lin, cast.sun])


def test_a_comment_reaches_the_author_and_who_has_commented_but_not_its_writer(
    app: Flask, cast: Cast, make_idea: Make
) -> None:
    idea = make_idea(voters=(cast.eve,), followers=(cast.guo,), muted=(cast.guo,))
    for person, token in ((cast.zhao, "a"), (cast.sun, "b")):
        with app.app_context(), transaction():
            post_comment(idea_id=idea, author=who(person), text="同意" * 200, token=token)
    assert told(app, "comment_posted") == sorted([cast.lin, cast.lin, cast.zhao])


def test_a_thousand_voters_are_told_in_a_few_statements(app: Flask, cast: Cast, make_idea: Make) -> None:
    idea = make_idea()
    with app.app_context(), transaction():
        people = [make_person(f"1{n:05d}", f"员工{n}", cast.department).id for n in range(1000)]
        db.session.add_all(
            Vote(idea_id=idea, person_id=p, department_id=cast.department, cast_at=clock.now()) for p in people
        )
        event = move_silently(idea)
    statements: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        with transaction():
            publish(IdeaMoved(idea, event, "open", "planned", None))
    assert len(told(app)) == 1001
    assert len(statements) < 25, len(statements)


def move_silently(idea_id: int) -> int:
    """A row of history without its announcement."""
    row = IdeaEvent(
        idea_id=idea_id, from_status=IdeaStatus.open, to_status=IdeaStatus.planned, at=clock.now(), reason=""
    )
    db.session.add(row)
    db.session.execute(sa.update(Idea).where(Idea.id == idea_id).values(status=IdeaStatus.planned))
    db.session.flush()
    return row.id


@pytest.mark.parametrize("channel", list(Channel))
def test_everyone_has_a_receipt_whatever_the_channel(app: Flask, cast: Cast, make_idea: Make, channel: Channel) -> None:
    choose(app, cast.lin, channel)
    move(app, make_idea(), IdeaStatus.planned)
    assert told(app) == [cast.lin]
    with app.app_context():
        mails = db.session.scalar(sa.select(sa.func.count(OutgoingMail.id)))
        assert mails == (1 if channel is Channel.immediate else 0)
