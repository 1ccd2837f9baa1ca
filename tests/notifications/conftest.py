"""A mail server that receives the real mails, and ideas that people are waiting for."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from app.feedback.models import Follower, Idea, IdeaStatus, Vote
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast


@dataclass
class PostOffice:
    """What arrived, in order; `refusing` makes the server turn every mail away for now.

    Weekly and monthly reports go to management whatever a test is about; they are kept apart.
    """

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    reports: list[EmailMessage] = field(default_factory=list)
    refusing: bool = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 (aiosmtpd's)
        """Take a mail in, or ask to come again."""
        if self.refusing:
            return "451 come again later"
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        figures = any(part.get_content_type() == "text/csv" for part in mail.walk())
        (self.reports if figures else self.mails).append(mail)
        return "250 OK"

    def subjects_to(self, address: str) -> list[str]:
        """Subjects of the mails to somebody, decoded."""
        return [str(mail["Subject"]) for mail in self.mails if mail["To"] == address]


@pytest.fixture
def post_office(app: Flask) -> Iterator[PostOffice]:
    """A real SMTP server on a free port, which the portal sends to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = PostOffice(port)
    server = Controller(office, hostname="127.0.0.1", port=port)
    server.start()
    settings = app.extensions["uptake.settings"]
    app.extensions["uptake.settings"] = replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
    yield office
    app.extensions["uptake.settings"] = settings
    server.stop()


@pytest.fixture
def make_idea(app: Flask, cast: Cast) -> Callable[..., int]:
    """An idea by Lin that is open for votes, with voters and followers; gives its number."""

    def made(
        title: str = "日报可以用手机填",
        *,
        author: int = 0,
        voters: tuple[int, ...] = (),
        followers: tuple[int, ...] = (),
        muted: tuple[int, ...] = (),
    ) -> int:
        moment = clock.now()
        with app.app_context(), transaction():
            idea = Idea(
                title=title,
                text="……",
                author_id=author or cast.lin,
                department_id=cast.department,
                status=IdeaStatus.open,
                status_since=moment,
                submitted_at=moment,
            )
            db.session.add(idea)
            db.session.flush()
            db.session.add_all(
                Vote(idea_id=idea.id, person_id=p, department_id=cast.department, cast_at=moment) for p in voters
            )
            db.session.add_all(
                Follower(idea_id=idea.id, person_id=p, followed_at=moment, muted_at=moment if p in muted else None)
                for p in {*followers, *muted}
            )
            return idea.id

    return made
