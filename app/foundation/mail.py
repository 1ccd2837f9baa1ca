"""Mail leaves through an outbox: the row is written with the change, a worker sends it, a retry sends nothing twice."""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import sqlalchemy as sa
from flask import current_app, g
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, choice, db, insert_new, transaction
from app.foundation.settings import Settings

LEASE = timedelta(minutes=5)
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 20, 60, 240, 720))
ROWS_AT_ONCE = 200

Deliver = Callable[[EmailMessage], None]


class MailState(StrEnum):
    """Where a mail is on its way."""

    queued = "queued"
    sending = "sending"
    sent = "sent"
    failed = "failed"


class OutgoingMail(Base):
    """One mail to one address; `dedupe_key` makes a second one for the same reason impossible."""

    __tablename__ = "outgoing_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    body: Mapped[str]
    unsubscribe_url: Mapped[str] = mapped_column(default="")
    attachment: Mapped[str] = mapped_column(default="", server_default="")
    attachment_name: Mapped[str] = mapped_column(default="", server_default="")
    attachment_type: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[MailState] = mapped_column(choice(MailState, "state"), default=MailState.queued)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.Index("ix_outgoing_mails_due", "state", "due_at"),)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that goes with a mail: its name, its type such as `text/calendar; method=REQUEST`, and its text."""

    name: str
    content_type: str
    text: str


NOTHING = Attachment("", "", "")


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain-text mail to one address; the same `dedupe_key` is sent once, however often it is posted.

    It leaves at `due_at`, or at once without one.
    """

    to: str
    subject: str
    body: str
    dedupe_key: str
    unsubscribe_url: str = ""
    due_at: datetime | None = None
    attachment: Attachment = NOTHING


def post(
    *, to: str, subject: str, body: str, dedupe_key: str, unsubscribe_url: str = "", due_at: datetime | None = None
) -> None:
    """Put one letter into the outbox, in the present transaction."""
    post_many([Letter(to, subject, body, dedupe_key, unsubscribe_url)], due_at=due_at)


def post_many(letters: Sequence[Letter], *, due_at: datetime | None = None) -> None:
    """Put letters into the outbox, in the present transaction; known keys and empty addresses change nothing."""
    now = clock.now()
    rows = [
        {
            "dedupe_key": letter.dedupe_key,
            "recipient": letter.to,
            "subject": " ".join(letter.subject.split()),
            "body": letter.body,
            "unsubscribe_url": letter.unsubscribe_url,
            "attachment": letter.attachment.text,
            "attachment_name": letter.attachment.name,
            "attachment_type": letter.attachment.content_type,
            "state": MailState.queued,
            "attempts": 0,
            "due_at": letter.due_at or due_at or now,
            "created_at": now,
            "last_error": "",
        }
        for letter in letters
        if letter.to
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        insert_new(OutgoingMail, rows[start : start + ROWS_AT_ONCE])
    g.wake_worker = True


def send_due_mails() -> int:
    """Send what is due, a batch at a time; returns how many went out. Any number of workers may run this."""
    settings: Settings = current_app.extensions["uptake.settings"]
    if not settings.mail_url:
        return 0
    sent = 0
    with _door(settings) as deliver:
        while mail := _claim():
            sent += _send(mail, settings, deliver)
    return sent


def _claim() -> OutgoingMail | None:
    """Take one due mail for this worker: its row says so before anything leaves, and its lease ends by itself."""
    with transaction():
        due = (
            sa.select(OutgoingMail)
            .where(OutgoingMail.state.in_((MailState.queued, MailState.sending)), OutgoingMail.due_at <= clock.now())
            .order_by(OutgoingMail.due_at, OutgoingMail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        mail = db.session.scalar(due)
        if mail is None:
            return None
        mail.state = MailState.sending
        mail.attempts += 1
        mail.due_at = clock.now() + LEASE
        db.session.flush()
        db.session.expunge(mail)
    return mail


def _send(mail: OutgoingMail, settings: Settings, deliver: Deliver) -> int:
    try:
        deliver(_message(mail, settings))
    except (OSError, smtplib.SMTPException) as error:
        _mark(mail, error=str(error) or type(error).__name__)
        return 0
    _mark(mail)
    return 1


def _mark(mail: OutgoingMail, error: str = "") -> None:
    values: dict[str, object] = {"state": MailState.sent, "sent_at": clock.now(), "last_error": ""}
    if error:
        wait = WAITS[mail.attempts - 1] if mail.attempts <= len(WAITS) else None
        state = MailState.queued if wait else MailState.failed
        values = {"state": state, "due_at": clock.now() + (wait or timedelta()), "last_error": error[:500]}
    with transaction():
        db.session.execute(sa.update(OutgoingMail).where(OutgoingMail.id == mail.id).values(values))


def _message(mail: OutgoingMail, settings: Settings) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = formatdate(mail.created_at.timestamp())
    # The same id at a retry lets the reader's server drop a mail that arrived twice.
    message["Message-ID"] = f"<uptake-{mail.id}@{settings.mail_from.rpartition('@')[2] or 'localhost'}>"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058: a button in the mail program itself
    message.set_content(mail.body)
    if mail.attachment_name:
        _attach(message, mail)
    return message


def _attach(message: EmailMessage, mail: OutgoingMail) -> None:
    """Add the file; its type may carry parameters, which mail programs need to offer an invitation as one."""
    kind, _, parameters = mail.attachment_type.partition(";")
    message.add_attachment(
        mail.attachment,
        subtype=kind.strip().partition("/")[2] or "plain",
        filename=mail.attachment_name,
        params=dict(part.strip().split("=", 1) for part in parameters.split(";") if "=" in part),
    )


@contextmanager
def _door(settings: Settings) -> Iterator[Deliver]:
    """The way out that MAIL_URL names: an SMTP server, or a folder for trials."""
    target = urlsplit(settings.mail_url)
    if target.scheme == "file":
        yield _Folder(Path(unquote(target.path)))
        return
    server = _Server(settings.mail_url)
    try:
        yield server
    finally:
        server.close()


class _Folder:
    """Writes each mail as a file that any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        (self._folder / f"{name}.eml").write_bytes(message.as_bytes())


class _Server:
    """One SMTP connection, opened at the first mail and kept for the batch."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._connection: smtplib.SMTP | None = None

    def __call__(self, message: EmailMessage) -> None:
        if self._connection is None:
            self._connection = self._connect()
        try:
            self._connection.send_message(message)
        except smtplib.SMTPServerDisconnected:
            self._connection = None
            raise

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        secure = self._url.scheme == "smtps"
        connection = (
            smtplib.SMTP_SSL(host, port or 465, timeout=20, context=ssl.create_default_context())
            if secure
            else smtplib.SMTP(host, port or 25, timeout=20)
        )
        if not secure and parse_qs(self._url.query).get("starttls") == ["1"]:
            connection.starttls(context=ssl.create_default_context())
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))
        return connection

    def close(self) -> None:
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
