"""Ideas along the listed moves, with votes within everyone's budget, comments and followers."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.demo.synthetic import words
from app.demo.synthetic.people import Colleague, Staff
from app.demo.synthetic.rows import insert_rows, numbers_of
from app.feedback.labels import AREAS
from app.feedback.models import (
    OBJECTION_TIME,
    VOTING,
    Comment,
    Follower,
    Idea,
    IdeaEvent,
    IdeaKind,
    IdeaStatus,
    Vote,
    VoteEvent,
)
from app.feedback.queries.votes import vote_budget
from app.foundation import clock
from app.foundation.search import folded

S = IdeaStatus
VOTES_EACH = 20
OLDEST, DAYS_OF_A_MOVE = 720, 12
# Where ideas stand, in hundredths, and how they came there.
STANDINGS: tuple[tuple[int, tuple[IdeaStatus, ...]], ...] = (
    (2, (S.submitted,)),
    (1, (S.submitted, S.needs_info)),
    (25, (S.submitted, S.open)),
    (5, (S.submitted, S.open, S.discussing)),
    (4, (S.submitted, S.open, S.discussing, S.in_review)),
    (3, (S.submitted, S.open, S.parked)),
    (6, (S.submitted, S.open, S.planned)),
    (4, (S.submitted, S.open, S.discussing, S.in_review, S.planned, S.in_progress)),
    (8, (S.submitted, S.open, S.discussing, S.in_review, S.planned, S.in_progress, S.delivered)),
    (18, (S.submitted, S.open, S.discussing, S.in_review, S.planned, S.in_progress, S.delivered, S.closed)),
    (19, (S.submitted, S.open, S.declined)),
    (5, (S.submitted, S.withdrawn)),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One idea: its number, author, and the steps it took."""

    id: int
    author: Colleague
    steps: tuple[tuple[IdeaStatus, datetime], ...]

    @property
    def status(self) -> IdeaStatus:
        """Where it stands."""
        return self.steps[-1][0]

    @property
    def opened_at(self) -> datetime | None:
        """When votes were first taken."""
        return next((at for status, at in self.steps if status in VOTING), None)

    @property
    def voting_ended_at(self) -> datetime:
        """When votes were last taken; now for an idea that still takes them."""
        ended = (at for status, at in self.steps if status not in VOTING and self.opened_at and at > self.opened_at)
        return next(ended, clock.now())


def add_ideas(staff: Staff, wanted: int, rng: random.Random) -> dict[str, int]:
    """So many ideas; returns how many rows of each kind there are."""
    moderator = next(one for one in staff.people if one.member and one.member.mail == "pmo")
    told = list(_tell(staff.present, wanted, rng))
    insert_rows(Idea, (_idea(one, rng) for one in told))
    insert_rows(IdeaEvent, _events(told, moderator))
    votes = list(_votes(told, staff.present, rng))
    insert_rows(Vote, votes)
    casts = numbers_of(VoteEvent)
    insert_rows(
        VoteEvent,
        (
            {
                "id": next(casts),
                "idea_id": vote["idea_id"],
                "person_id": vote["person_id"],
                "cast": True,
                "at": vote["cast_at"],
            }
            for vote in votes
        ),
    )
    comments = insert_rows(Comment, _comments(told, staff.present, rng))
    insert_rows(Follower, _followers(told, staff.present, rng))
    return {"ideas": len(told), "votes": len(votes), "comments": comments}


def _tell(people: list[Colleague], wanted: int, rng: random.Random) -> Iterator[Told]:
    ids, ways = numbers_of(Idea), [way for share, way in STANDINGS for _ in range(share)]
    for place in range(wanted):
        days = OLDEST - place * OLDEST // max(1, wanted)
        steps = _settled(tuple(_steps(ways[rng.randrange(len(ways))], days, rng)))
        yield Told(next(ids), rng.choice(people), steps)


def _settled(steps: tuple[tuple[IdeaStatus, datetime], ...]) -> tuple[tuple[IdeaStatus, datetime], ...]:
    """What was delivered long ago without objection is done."""
    status, at = steps[-1]
    done = at + OBJECTION_TIME
    return (*steps, (S.closed, done)) if status is S.delivered and done <= clock.now() else steps


def _steps(way: tuple[IdeaStatus, ...], days: int, rng: random.Random) -> Iterator[tuple[IdeaStatus, datetime]]:
    """The moves of an idea, each some days after the one before, all in the past."""
    now = clock.now()
    at = now - timedelta(days=days, seconds=rng.randrange(60, 40_000))
    left = (now - at) / (len(way) + 1)
    for status in way:
        yield status, at
        at += min(timedelta(days=rng.randint(1, DAYS_OF_A_MOVE)), left)


def _idea(one: Told, rng: random.Random) -> dict[str, Any]:
    title = f"{rng.choice(words.WHERE)}{rng.choice(words.WISHES)}"
    text = f"{title}。{rng.choice(words.REASONS)}"
    answered = next((at for status, at in one.steps if status not in (S.submitted, S.withdrawn)), None)
    ended = bool(one.opened_at) and one.status not in VOTING
    return {
        "id": one.id,
        "kind": IdeaKind.idea if rng.random() < 0.7 else IdeaKind.problem,
        "title": title,
        "text": text,
        "area": rng.choice(AREAS),
        "author_id": one.author.id,
        "department_id": one.author.department_id,
        "status": one.status,
        "status_since": one.steps[-1][1],
        "submitted_at": one.steps[0][1],
        "first_response_at": answered,
        "search_text": folded(title, text),
        "parked_until": clock.today() + timedelta(days=60) if one.status is S.parked else None,
        "voting_round": 2 if ended else 1,
        "version": len(one.steps),
    }


def _events(told: list[Told], moderator: Colleague) -> Iterator[dict[str, Any]]:
    ids = numbers_of(IdeaEvent)
    for one in told:
        before = None
        for status, at in one.steps:
            own = status in (S.submitted, S.withdrawn)
            yield {
                "id": next(ids),
                "idea_id": one.id,
                "from_status": before,
                "to_status": status,
                "at": at,
                "actor_id": one.author.id if own else moderator.id,
                "reason": words.ANSWERS.get(status.value, ""),
            }
            before = status


def _votes(told: list[Told], people: list[Colleague], rng: random.Random) -> Iterator[dict[str, Any]]:
    """Twenty votes an idea on average, some far more: nobody twice, nobody for an own idea, nobody beyond the budget."""
    ids, spent, budget = numbers_of(Vote), Counter[int](), vote_budget() or len(told)
    taking = [one for one in told if one.opened_at]
    left = VOTES_EACH * len(told)
    for place, one in enumerate(taking):
        fair = left // (len(taking) - place)
        asked = min(len(people) - 1, fair if place == len(taking) - 1 else rng.randint(fair // 3, fair * 5 // 3))
        for person in _voters(one, people, asked, spent if one.status in VOTING else None, budget=budget, rng=rng):
            left -= 1
            yield {
                "id": next(ids),
                "idea_id": one.id,
                "person_id": person.id,
                "department_id": person.department_id,
                "voting_round": 1,
                "cast_at": _between(one.opened_at or clock.now(), one.voting_ended_at, rng),
            }


def _voters(
    one: Told, people: list[Colleague], asked: int, spent: Counter[int] | None, *, budget: int, rng: random.Random
) -> Iterator[Colleague]:
    start, found = rng.randrange(len(people)), 0
    for step in range(len(people)):
        person = people[(start + step) % len(people)]
        if found == asked:
            return
        if person.id == one.author.id or (spent is not None and spent[person.id] >= budget):
            continue
        if spent is not None:
            spent[person.id] += 1
        found += 1
        yield person


def _between(first: datetime, last: datetime, rng: random.Random) -> datetime:
    return first + (last - first) * rng.random()


def _comments(told: list[Told], people: list[Colleague], rng: random.Random) -> Iterator[dict[str, Any]]:
    ids = numbers_of(Comment)
    for one in told:
        for _ in range(rng.choice((0, 1, 2, 3, 5, 7, 10))):
            number = next(ids)
            yield {
                "id": number,
                "idea_id": one.id,
                "author_id": rng.choice(people).id,
                "text": rng.choice(words.REMARKS),
                "posted_at": _between(one.steps[0][1], clock.now(), rng),
                "token": f"{number:x}.{rng.getrandbits(64):016x}",
            }


def _followers(told: list[Told], people: list[Colleague], rng: random.Random) -> Iterator[dict[str, Any]]:
    for one in told:
        for person in rng.sample(people, min(2, len(people))):
            if person.id != one.author.id:
                yield {
                    "idea_id": one.id,
                    "person_id": person.id,
                    "followed_at": _between(one.steps[0][1], clock.now(), rng),
                }
