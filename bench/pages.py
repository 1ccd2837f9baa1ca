"""Which pages are measured, and as whom."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import sqlalchemy as sa
from flask import Flask

from app.feedback.models import VOTING, Idea, Vote
from app.foundation.db import db
from bench.browser import Wish, cookie_of, get
from bench.server import Server

HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|token)"[^>]*value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class BusyPage:
    """A page that many open at once; `mail` is the account that opens it.

    With `typed` it is the fragment `target` that the form at `form` gets back for these words.
    """

    name: str
    address: str
    mail: str
    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    target: str = ""

    def wish(self, portal: Flask, server: Server) -> Wish:
        """The request for it."""
        cookie = cookie_of(portal, self.mail)
        if not self.form:
            return Wish(self.address.format(idea=idea_with_most(portal)), cookie)
        form = get(server, Wish(self.form, cookie))
        hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(form.body.decode())}
        session = form.headers.get("set-cookie", cookie).split(";")[0]  # it knows the token of the form
        return Wish(self.address, session, urlencode({**hidden, **self.typed}), self.target)


BUSY = (
    BusyPage("home", "/", "lin"),
    BusyPage("a path", "/training/paths/EU", "lin"),
    BusyPage("the idea board", "/feedback/ideas", "lin"),
    BusyPage("an idea", "/feedback/ideas/{idea}", "lin"),
    BusyPage("the dashboard", "/metrics/", "pmo"),
    BusyPage("a search of ideas", f"/feedback/ideas?q={quote('审批')}", "lin"),
    BusyPage(
        "similar ideas while typing",
        "/feedback/similar-ideas",
        "lin",
        form="/feedback/ideas/new",
        target="similar-ideas",
        typed={"title": "手机上也能审批", "text": "出差的时候只有手机，审批要等回到电脑前，项目就停下来了。"},
    ),
)


def idea_with_most(portal: Flask) -> int:
    """Number of the open idea with the most votes."""
    votes = (
        sa.select(Vote.idea_id)
        .join(Idea, Idea.id == Vote.idea_id)
        .where(Idea.status.in_(VOTING))
        .group_by(Vote.idea_id)
    )
    with portal.app_context():
        found: int = db.session.scalars(votes.order_by(sa.func.count().desc()).limit(1)).one()
        return found
