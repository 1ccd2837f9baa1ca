"""Kill -9 of the whole server in mid-write, again and again: what was confirmed is there, once."""

import http.client
import random
import secrets
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sized
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from app.accounts.actions import start_session
from app.accounts.models import Person
from app.feedback.models import VOTING, Idea
from app.foundation.db import db, transaction
from app.training.models import Assignment, Stage
from app.training.queries.places import place_at, working
from app.training.queries.published import Published, current
from bench.bars import Bar
from bench.browser import portal_on
from bench.company import TINY, company, copied
from bench.server import Server, start

T = TypeVar("T")
WRITERS, KILLS, QUICK_KILLS = 6, 100, 5
LONGEST_LIFE = 0.6
LEAST_WRITES = 5
"""A life on a busy machine waits for so many before its end is drawn; the bar of a whole run rests on it."""


@dataclass
class Confirmed:
    """What the server said it had written."""

    votes: set[tuple[int, int]] = field(default_factory=set)
    ideas: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)
    drafts: dict[str, str] = field(default_factory=dict)  # token of the sheet -> the last text it took
    attempts: set[str] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many writes were confirmed."""
        return sum(len(kind) for kind in (self.votes, self.ideas, self.comments, self.drafts, self.attempts))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A quiz of the first module, as one learner may answer it: where, under which token, with which answers."""

    address: str
    token: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """One signed-in person with a session and a form token."""

    person_id: int
    cookie: str
    form_token: str
    sheets: tuple[Sheet, ...] = ()


def kill(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """A hundred lives of a server; every one ends with kill -9 of its process group while six people write."""
    lives = QUICK_KILLS if quick else KILLS
    confirmed, findings, slowest = live_and_die(folder, lives)
    note = f"{lives} kills, {confirmed.total:,} confirmed writes ({_kinds(confirmed)})"
    yield Bar("confirmed writes lost or doubled, or damage", len(findings), 0, note="; ".join([note, *findings[:5]]))
    yield Bar(
        "writes confirmed in all", confirmed.total, LEAST_WRITES * lives, note="so that the proof is one", at_least=True
    )
    yield Bar("first answer after a kill", slowest, 15.0, " s", "slowest start, everything else running")


def live_and_die(folder: Path, lives: int) -> tuple[Confirmed, list[str], float]:
    """Start, write, kill and look, so many times; what was confirmed, what was wrong, and the slowest start."""
    place = copied(company(*TINY), folder / "kill")
    portal = portal_on(place)
    writers = make_writers(portal)
    ideas = _open_ideas(portal)
    confirmed, findings, slowest, rng = Confirmed(), [], 0.0, random.Random(9)
    for life in range(lives):
        began = time.monotonic()
        server = start(place)
        slowest = max(slowest, time.monotonic() - began)
        _write_until_killed(server, writers, ideas, confirmed, rng.uniform(0.1, LONGEST_LIFE))
        findings += [f"life {life + 1}: {fault}" for fault in faults(place / "uptake.sqlite3", confirmed)]
    findings += [f"refused: {what} × {times}" for what, times in confirmed.refused.items()]
    return confirmed, findings, slowest


def make_writers(portal: Flask, number: int = WRITERS) -> list[Writer]:
    """People with sessions; each with a quiz that still waits, answered rightly."""
    with portal.app_context():
        published = current("EU")
        waiting = (
            sa.select(Assignment.person_id)
            .join(Person, Person.id == Assignment.person_id)
            .where(
                Assignment.path_id == (published.path_id if published else 0),
                Assignment.started_at.is_(None),
                Assignment.closed_at.is_(None),
                Person.last_day.is_(None),
            )
        )
        people = list(db.session.scalars(waiting.order_by(Person.id).limit(number)))
        others = sa.select(Person.id).where(Person.last_day.is_(None), Person.id.not_in(people)).order_by(Person.id)
        people += db.session.scalars(others.limit(number - len(people))).all()
    return [_writer(portal, person_id, published) for person_id in people]


def _writer(portal: Flask, person_id: int, published: Published | None) -> Writer:
    with portal.app_context(), transaction():
        token = start_session(person=db.session.get_one(Person, person_id), browser="bench")
    raw = sha1(secrets.token_bytes(32), usedforsecurity=False).hexdigest()
    signer = portal.session_interface.get_signing_serializer(portal)  # type: ignore[attr-defined]
    cookie = (
        f"{portal.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': token, '_fresh': True, 'csrf_token': raw})}"
    )
    form_token = URLSafeTimedSerializer(str(portal.secret_key), salt="wtf-csrf-token").dumps(raw)
    return Writer(person_id, cookie, str(form_token), tuple(_sheets(portal, person_id, published)) if published else ())


def _sheets(portal: Flask, person_id: int, published: Published) -> Iterator[Sheet]:
    """What one learner will answer in the first module: its drills with one form each, and its quiz."""
    module = published.path.modules[0]
    with portal.test_request_context():
        for item in published.items_of(module):
            place = place_at(person_id, published.code, module.id, item.id)
            if place is None or place.why_not_tested:
                continue
            sheet = working(place, Stage.test)
            kind = "quiz" if item.id == "quiz" else f"drills/{item.id}"
            answers = item.content.solution("zh", sheet.seed).answers
            yield Sheet(
                f"/training/paths/{published.code}/modules/{module.id}/{kind}", sheet.token, tuple(_pairs(answers))
            )


def _pairs(answers: object) -> Iterator[tuple[str, str]]:
    assert isinstance(answers, dict)
    for name, value in answers.items():
        for one in value if isinstance(value, tuple | list) else [value]:
            yield name, str(one)


def _open_ideas(portal: Flask) -> list[int]:
    with portal.app_context():
        return list(db.session.scalars(sa.select(Idea.id).where(Idea.status.in_(VOTING))))


def _write_until_killed(
    server: Server, writers: Iterable[Writer], ideas: list[int], confirmed: Confirmed, seconds: float
) -> None:
    stopped = threading.Event()
    threads = [
        threading.Thread(target=_write, args=(server.port, writer, ideas, confirmed, stopped)) for writer in writers
    ]
    for thread in threads:
        thread.start()
    before, until = confirmed.total, time.monotonic() + 10
    while confirmed.total < before + LEAST_WRITES and time.monotonic() < until:
        time.sleep(0.01)  # the first write of a life compiles templates; the kill is to fall among writes
    time.sleep(seconds)
    server.kill()
    stopped.set()
    for thread in threads:
        thread.join()


def _write(port: int, writer: Writer, ideas: list[int], confirmed: Confirmed, stopped: threading.Event) -> None:
    rng = random.Random()
    while not stopped.is_set():
        try:
            rng.choice((_vote, _submit, _submit, _comment, _comment, _answer))(
                port, writer, rng.choice(ideas), confirmed
            )
        except (OSError, http.client.HTTPException):
            time.sleep(0.005)  # no answer: it may have been written or not, and either is right


def _vote(port: int, writer: Writer, idea: int, confirmed: Confirmed) -> None:
    if _confirms(
        port, writer, f"/feedback/ideas/{idea}/vote", [("next", "/feedback/ideas")], confirmed, also=(409, 422)
    ):
        confirmed.votes.add((idea, writer.person_id))


def _submit(port: int, writer: Writer, _idea: int, confirmed: Confirmed) -> None:
    token = secrets.token_urlsafe(12)
    values = [("text", f"日报 {token} 能带出昨天的工时"), ("kind", "idea"), ("area", "daily_report"), ("token", token)]
    if _confirms(port, writer, "/feedback/ideas", values, confirmed):
        confirmed.ideas.add(token)


def _comment(port: int, writer: Writer, idea: int, confirmed: Confirmed) -> None:
    token = secrets.token_urlsafe(12)
    if _confirms(
        port, writer, f"/feedback/ideas/{idea}/comments", [("text", f"同意 {token}"), ("token", token)], confirmed
    ):
        confirmed.comments.add(token)


def _answer(port: int, writer: Writer, _idea: int, confirmed: Confirmed) -> None:
    """Save a draft of the next sheet, then submit it: an attempt, and with the last one a module completed."""
    for sheet in writer.sheets:
        if sheet.token in confirmed.attempts:
            continue
        values = [("token", sheet.token), ("stage", "test"), *sheet.answers]
        if _confirms(port, writer, f"{sheet.address}/draft", values, confirmed, also=(409, 422)):
            confirmed.drafts[sheet.token] = sheet.address
        if _confirms(port, writer, f"{sheet.address}/attempts", values, confirmed, also=(409, 422)):
            confirmed.attempts.add(sheet.token)
        return


def _confirms(
    port: int,
    writer: Writer,
    address: str,
    values: list[tuple[str, str]],
    confirmed: Confirmed,
    also: tuple[int, ...] = (),
) -> bool:
    """Post a form; True for a redirect that says it is done. `also` are refusals by the rules of the portal."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Cookie": writer.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", address, urlencode([*values, ("csrf_token", writer.form_token)]), headers)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    moved = answer.headers.get("Location", "")
    done = answer.status == 303 and "/login" not in moved
    if not done and answer.status not in (*also, 503):
        confirmed.refused[f"{address} {answer.status}"] += 1
    return done


def faults(database: Path, confirmed: Confirmed) -> list[str]:
    """What is missing, doubled or damaged in the database after a kill."""
    with closing(sqlite3.connect(database)) as connection:

        def column(sql: str) -> list[str]:
            return [row[0] for row in connection.execute(sql)]

        found = []
        if column("PRAGMA integrity_check") != ["ok"]:
            found.append("integrity_check")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            found.append("foreign_key_check")
        votes = Counter(connection.execute("SELECT idea_id, person_id FROM votes").fetchall())
        found += _missing("vote", confirmed.votes, votes)
        found += _missing("idea", confirmed.ideas, Counter(column("SELECT token FROM ideas WHERE token IS NOT NULL")))
        found += _missing("comment", confirmed.comments, Counter(column("SELECT token FROM comments")))
        attempts = Counter(column("SELECT token FROM attempts"))
        found += _missing("attempt", confirmed.attempts, attempts)
        found += _missing("draft", confirmed.drafts, Counter(column("SELECT token FROM drafts")) + attempts)
        found += [f"{sql} doubled" for sql in _once(connection)]
        return found


def _missing(kind: str, wanted: Iterable[T], there: Counter[T]) -> list[str]:
    lost = [f"{kind} {one} lost" for one in wanted if not there[one]]
    return lost + [f"{kind} {one} doubled" for one, times in there.items() if times > 1]


def _once(connection: sqlite3.Connection) -> list[str]:
    """Kinds of rows of which there may be one only, and are more; a texts carries the token of its submission."""
    checks = {
        "idea": "SELECT 1 FROM ideas WHERE token IS NOT NULL GROUP BY text HAVING count(*) > 1",
        "completion": "SELECT 1 FROM module_completions GROUP BY assignment_id, module_id HAVING count(*) > 1",
        "vote history": 'SELECT 1 FROM vote_events WHERE "cast" GROUP BY idea_id, person_id HAVING count(*) > 1',
        "idea without history": "SELECT 1 FROM ideas WHERE id NOT IN (SELECT idea_id FROM idea_events)",
        "vote without history": "SELECT 1 FROM votes WHERE NOT EXISTS "
        "(SELECT 1 FROM vote_events e WHERE e.idea_id = votes.idea_id AND e.person_id = votes.person_id)",
    }
    return [name for name, sql in checks.items() if connection.execute(sql).fetchone()]


def _kinds(confirmed: Confirmed) -> str:
    kinds: dict[str, Sized] = {
        "votes": confirmed.votes,
        "ideas": confirmed.ideas,
        "comments": confirmed.comments,
        "drafts": confirmed.drafts,
        "attempts": confirmed.attempts,
    }
    return ", ".join(f"{len(rows)} {name}" for name, rows in kinds.items())
