"""What not everyone may read, for every role and on every surface: nobody finds it who may not, and who may does.

Read the first table from left to right: who may read what. The second says where a fact stands at all: `x` for everyone who may
read it, `o` for some of them (a mail goes to those whom it concerns, a file holds what is one's own), `.` for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from flask import Flask

from app.feedback.models import Idea
from app.feedback.queries.board import GROUPS, View
from app.foundation.db import db
from tests.factories import Cast
from tests.house.kept import TYPED, WORDS, Kept, Reader, keep
from tests.kinds import SignIn

MAY_READ = """
                    author learner manager administrator ambassador superuser member fellow PMO HR operator auditor
hidden idea            x      .       .          .           .          .        .      .    x   .     .       x
sensitive idea         x      .       .          .           .          .        .      .    x   .     .       .
hidden comment         x      .       .          .           .          .        .      .    x   .     .       x
internal note          .      .       .          .           .          .        x      x    x   .     .       x
change in work         .      .       .          x           .          .        x      x    x   .     .       x
open ballot            .      .       .          .           .          .        x      .    .   .     .       .
draft minutes          .      .       .          .           x          .        .      .    x   .     .       .
announced decision     x      x       x          x           x          x        x      x    x   x     x       x
asked question         x      .       .          .           .          x        .      .    x   .     .       .
"""
STANDS = """
                    page fragment search similar mention feed mail tray data counts roadmap chain elsewhere
hidden idea           x      x       x      x       x      x    x    x    o     x       x      x       x
sensitive idea        x      x       x      x       x      x    x    x    o     x       x      x       x
hidden comment        x      x       .      .       .      .    .    .    o     .       .      .       .
internal note         x      x       .      .       .      .    x    x    o     .       .      .       .
change in work        x      x       x      .       .      .    .    .    o     x       .      x       .
open ballot           x      .       .      .       .      .    .    .    x     .       .      .       .
draft minutes         x      x       .      .       .      .    .    .    .     .       .      .       .
announced decision    x      o       .      .       .      .    .    .    o     .       .      x       .
asked question        x      x       x      .       .      .    o    o    o     .       .      .       .
"""


Table = dict[str, dict[str, str]]
"""Cells by the names of their rows and columns."""


def table(text: str) -> Table:
    """A table as it is read above."""
    head, *lines = text.strip("\n").splitlines()
    columns = head.split()
    rows = (line.rsplit(maxsplit=len(columns)) for line in lines)
    return {name: dict(zip(columns, cells, strict=True)) for name, *cells in rows}


KEPT = ("hidden idea", "sensitive idea")
IDEAS = (*KEPT, "talk", "waiting", "idea of open round")
SAID = (WORDS["hidden comment"], WORDS["internal note"])
TRAIL = "/audit/?subject=idea"


def page(one: Reader) -> str:
    """Whole pages: of ideas, rounds, the change request, and both meetings."""
    n = one.kept.numbers
    rounds = (f"/changes/rounds/{n[name]}" for name in ("open round", "decided round"))
    meetings = (f"/ambassadors/meetings/{n[name]}" for name in ("held", "published"))
    others = (f"/changes/{n['change']}", f"/knowledge/questions/{n['question']}")
    return one.read(*map(one.idea, IDEAS), *rounds, *meetings, *others)


def fragment(one: Reader) -> str:
    """The same by pieces: conversations, agendas, and the list of change requests."""
    n = one.kept.numbers
    talks = [one.read(one.idea(name), target="comments") for name in (*KEPT, "talk")]
    agendas = [one.read(f"/ambassadors/meetings/{n[name]}", target="agenda") for name in ("held", "published")]
    return "\n".join((*talks, *agendas, one.read("/changes/", target="change-list"), _questions(one)))


def _questions(one: Reader, q: str = "") -> str:
    """One's own questions, and those to answer."""
    own = one.read(f"/knowledge/questions/mine?q={q}", target="own-questions")
    return own + one.read(f"/knowledge/questions?q={q}", target="question-list")


def search(one: Reader) -> str:
    """What is found by words that stand beside those of the facts, or, in conversations and on agendas, by these very words."""
    said = [one.read(f"/feedback/ideas?view=all&q={q}", target="idea-list") for q in (TYPED, *SAID)]
    meetings = f"/ambassadors/meetings?view=past&q={WORDS['hidden idea']}"
    on_agenda = WORDS["hidden idea"] if one.part(meetings, ".list-title", target="meeting-list") else ""
    asked = _questions(one, WORDS["asked question"][:2])
    return "\n".join((*said, one.read("/changes/?q=plans", target="change-list"), on_agenda, asked))


def mention(one: Reader) -> str:
    """The page on which one looks for people to call; and the kept ideas into which the PMO could call this reader."""
    called = [WORDS[name] for name, offered in one.kept.offered.items() if one.employee_no in offered]
    return "\n".join((*called, one.read(*(one.idea(name, "/people") for name in KEPT))))


def data(one: Reader) -> str:
    """What is kept of oneself, section by section, as the file of it has it."""
    return one.read(
        *(f"/account/data/{key}" for key in ("ideas", "comments", "changes", "ballots", "questions")), target="my-rows"
    )


def counts(one: Reader) -> str:
    """The words of what is counted beyond what everyone may read: in the tabs of both lists, and beside an idea."""
    board, for_all = "/feedback/ideas?view=all", one.kept.for_all
    _open, under_way, answered, _all = map(int, one.part(board, ".tab-row .count"))
    said = one.part(board, f"#idea-{one.kept.numbers['talk']} .idea-said .visually-hidden")
    found = {
        "hidden idea": under_way > for_all[View.under_way],
        "sensitive idea": answered > for_all[View.answered],
        "hidden comment": said != ["1 comment"],
        "internal note": said != ["1 comment"],
        "change in work": one.part("/changes/", ".tab-row .count")[1] != "0",
    }
    return "\n".join(WORDS[name] for name, counted in found.items() if counted)


def chain(one: Reader) -> str:
    """The way of ideas through meetings, change control and ballots."""
    return "\n".join(words for name in IDEAS for words in one.part(one.idea(name), ".way"))


def elsewhere(one: Reader) -> str:
    """Home, what one follows and has heard, the release, the desk of the board, the audit trail."""
    lists = (("/feedback/mine?tab=follows", "own-ideas"), ("/feedback/heard", "heard"))
    pieces = [one.read(address, target=target) for address, target in lists]
    desk = "/changes/board?show=answered"
    return "\n".join((*pieces, one.read("/", desk, f"/changes/releases/{one.kept.numbers['release']}", TRAIL)))


SURFACES: dict[str, Callable[[Reader], str]] = {
    "page": page,
    "fragment": fragment,
    "search": search,
    "similar": Reader.similar,
    "mention": mention,
    "feed": Reader.feed,
    "mail": Reader.mails,
    "tray": lambda one: one.read("/notices", "/notices?page=2", target="notice-list"),
    "data": data,
    "counts": counts,
    "roadmap": lambda one: one.read("/feedback/roadmap", target="roadmap"),
    "chain": chain,
    "elsewhere": elsewhere,
}


def test_who_reads_what_where(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    kept, may_read, stands = keep(app, cast), table(MAY_READ), table(STANDS)
    readers = {name: Reader(kept, number, sign_in(number)) for name, number in kept.readers.items()}
    _look_around(app, kept, readers["PMO"])
    found = {
        (name, surface): {fact for fact, words in WORDS.items() if words in look(one)}
        for name, one in readers.items()
        for surface, look in SURFACES.items()
    }
    assert [*_wrong(found, may_read, stands)] == []


def _wrong(found: dict[tuple[str, str], set[str]], may_read: Table, stands: Table) -> Iterator[str]:
    """Every cell that is not as the tables say, in words."""
    for (name, surface), facts in found.items():
        for fact, row in stands.items():
            may = may_read[fact][name] == "x"
            if fact in facts and (not may or row[surface] == "."):
                yield f"{surface}: {name} reads the {fact}"
            if may and row[surface] == "x" and fact not in facts:
                yield f"{surface}: {name} does not find the {fact}"
    for fact, row in stands.items():
        shown = {surface for (_, surface), facts in found.items() if fact in facts}
        yield from (
            f"{surface}: nobody finds the {fact}" for surface in row if row[surface] == "o" and surface not in shown
        )


def _look_around(app: Flask, kept: Kept, pmo: Reader) -> None:
    """Note whom the PMO could call into the kept ideas, and how many ideas of each group are for everyone."""
    kept.offered = {name: pmo.read(pmo.idea(name, "/people?q=000"), target="mention-people") for name in KEPT}
    for_all = sa.select(sa.func.count()).where(sa.not_(Idea.sensitive), Idea.hidden_at.is_(None))
    with app.app_context():
        kept.for_all = {
            view: db.session.scalars(for_all.where(Idea.status.in_(statuses))).one()
            for view, statuses in GROUPS.items()
        }
