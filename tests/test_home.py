"""The home: what waits for somebody, and what is new. Its statements are put together once for everyone with the same roles."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import PersonRole, Role
from app.ambassadors.models import Meeting, MeetingKind
from app.feedback import actions
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import make_idea, make_people
from tests.kinds import Visit

NEWS = 'section[aria-labelledby="news-heading"] .list-title'


def test_two_with_the_same_roles_each_read_what_is_theirs(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        one, other = make_people(2, cast.department)
        make_idea(one, "Mine", status=IdeaStatus.needs_info)
    for _again in range(2):
        assert "1 of your ideas has a question for you" in visit("/", as_=one).list(".duty span")
        assert visit("/", as_=other).list(".duty span") == []


def test_roles_say_what_is_asked_and_a_new_role_counts_at_once(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        make_idea(cast.lin, "Waits", status=IdeaStatus.submitted)
    waits = "1 idea waits for its first answer"
    assert waits in visit("/", as_=cast.pmo).list(".duty span")
    assert waits not in visit("/", as_=cast.wang).list(".duty span")
    with app.app_context(), transaction():
        db.session.add(PersonRole(person_id=cast.wang, role=Role.pmo))
    assert waits in visit("/", as_=cast.wang).list(".duty span")


def test_a_kept_statement_asks_the_clock_each_time(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        today, noon = clock.today(), clock.start_of(clock.today()) + timedelta(hours=12)
        tomorrow = today + timedelta(days=1)
        db.session.add(Meeting(kind=MeetingKind.health, title="Health", held_on=tomorrow, chair_id=cast.lin))
    for days, waits in ((0, True), (1, True), (2, False), (1, True)):
        with clock.fixed_at(noon + timedelta(days=days)):
            assert bool(visit("/", as_=cast.lin).list(".duty span")) is waits, f"{days} days later"


def test_new_ideas_are_those_of_others_that_wait_for_a_vote(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        voted = make_idea(cast.wang, "Voted")
        make_idea(cast.lin, "Own")
        make_idea(cast.wang, "Done", status=IdeaStatus.closed)
        secret = make_idea(cast.wang, "Secret")
        db.session.execute(sa.update(Idea).where(Idea.id == secret).values(sensitive=True))
        for title in ("Eldest", "Second", "Third", "Newest"):
            make_idea(cast.wang, title)
        actions.cast_vote(idea_id=voted, person_id=cast.lin)
    assert visit("/", as_=cast.lin).list(NEWS) == ["Newest", "Third", "Second"]
    assert visit("/", as_=cast.wang).list(NEWS) == ["Own"], "the own ones are not news"
