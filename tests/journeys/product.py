"""The product itself, started as `make run` starts it, on a free port and in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from app import create_app
from app.foundation import clock
from app.foundation.db import db
from app.foundation.mail import LEASE, MailState, OutgoingMail
from app.foundation.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600  # seconds for what a busy machine may be slow to do: the demo company, a mail with the next sweep
SECRET = "journeys only: nobody signs in here for real"


@dataclass
class PostOffice:
    """An SMTP server that keeps what it receives."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one mail."""
        body = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        mail = message_from_bytes(body, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 kept"

    def to(self, recipient: str, *, about: str = "") -> list[EmailMessage]:
        """What somebody received, with these words in subject or text."""
        mine = [mail for mail in self.mails if recipient in str(mail["To"])]
        return [mail for mail in mine if about in str(mail["Subject"]) or about in words_of(mail)]

    def wait_for(self, recipient: str, *, about: str = "", seconds: float = PATIENCE) -> EmailMessage:
        """The first such mail; fails when none comes in time."""
        end = time.monotonic() + seconds
        while not (found := self.to(recipient, about=about)):
            assert time.monotonic() < end, f"no mail to {recipient} about {about!r}; came: {self.subjects()}"
            time.sleep(0.1)
        return found[0]

    def subjects(self) -> list[tuple[str, str]]:
        """Who received what."""
        return [(str(mail["To"]), str(mail["Subject"])) for mail in self.mails]


def words_of(mail: EmailMessage) -> str:
    """The text of a mail."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


@dataclass
class Product:
    """A running portal: its address, its mails, and its settings."""

    address: str
    post: PostOffice
    environment: dict[str, str]
    _inside: Flask | None = None

    def settle(self, seconds: float = PATIENCE) -> None:
        """Return when no mail waits any more."""
        waiting = sa.select(sa.func.count()).where(
            OutgoingMail.state.in_((MailState.queued, MailState.sending)),
            OutgoingMail.due_at <= clock.now() + 2 * LEASE,
        )
        end = time.monotonic() + seconds
        while True:
            with self.inside().app_context():
                if not db.session.scalar(waiting):
                    return
            assert time.monotonic() < end, "mails wait"
            time.sleep(0.1)

    def close(self) -> None:
        """Let go of the database."""
        if self._inside is not None:
            with self._inside.app_context():
                db.session.remove()
                db.engine.dispose()

    def inside(self) -> Flask:
        """The same portal in this process, to look up what a page must not tell: answers, rows."""
        if self._inside is None:
            self._inside = create_app(load_settings({**self.environment, "UPTAKE_LOG_LEVEL": "ERROR"}))
        return self._inside


@contextmanager
def running(folder: Path, database_url: str = "") -> Iterator[Product]:
    """Serve the demo company until the block ends; then stop it as an operator does, and expect a clean end."""
    post, port = PostOffice(), free_port()
    mail = Controller(post, hostname="127.0.0.1", port=free_port())
    mail.start()
    settings = {
        "PORT": str(port),
        "UPTAKE_INSTANCE": str(folder),
        "UPTAKE_DEMO": "1",
        "SECRET_KEY": SECRET,
        "MAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "MAIL_FROM": "uptake@huaxin.example",
        **({"DATABASE_URL": database_url} if database_url else {}),
    }
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "COVERAGE_PROCESS_START")}
    log = folder / "product.log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [ROOT / ".venv/bin/flask", "--app", "wsgi", "serve", "--demo"],
            cwd=ROOT,
            env={**kept, **settings},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    product = Product(f"http://127.0.0.1:{port}", post, settings)
    try:
        _wait_until_ready(product.address, server, log)
        yield product
    finally:
        _stop(server)
        mail.stop()
        product.close()
    said = log.read_text("utf-8", errors="replace")
    assert server.returncode == 0, f"ended with {server.returncode}:\n{said[-3000:]}"
    assert "Traceback" not in said, said[said.index("Traceback") - 500 :][:5000]


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=2).close()  # noqa: S310 (our own address)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
        else:
            return
    raise AssertionError(f"the product did not start:\n{log.read_text('utf-8', errors='replace')[-3000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        raise
