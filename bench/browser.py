"""Requests as browsers send them: signed in by a real session, counted and timed from this process."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from flask import Flask

from app import create_app
from app.accounts.actions import start_session
from app.accounts.models import Person, identity_key
from app.foundation.db import db, transaction
from app.foundation.settings import load_settings
from bench.company import environment
from bench.server import Server

CONNECTIONS = 8


def portal_on(folder: Path) -> Flask:
    """The product in this process, on the same database, for making sessions and counting statements."""
    return create_app(load_settings(environment(folder)))


def cookie_of(portal: Flask, mail: str) -> str:
    """A cookie that is signed in as one of the demo's accounts."""
    with portal.app_context(), transaction():
        person = db.session.query(Person).filter_by(email_key=identity_key(f"{mail}@huaxin.example")).one()
        token = start_session(person=person, browser="bench")
    serializer = portal.session_interface.get_signing_serializer(portal)  # type: ignore[attr-defined]
    return f"{portal.config['SESSION_COOKIE_NAME']}={serializer.dumps({'_user_id': token, '_fresh': True})}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in lower case, body, seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What a browser asks for; with a body, the encoded fields of a form, it is posted, and `target` is the fragment it wants."""

    address: str
    cookie: str = ""
    body: str = ""
    target: str = ""

    def ask(self, connection: http.client.HTTPConnection, **headers: str) -> None:
        """Send it."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.body:
            more |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "HX-Request": "true",
                "HX-Target": self.target,
            }
        method, body = ("POST", self.body.encode()) if self.body else ("GET", None)
        connection.request(method, self.address, body, {"Cookie": self.cookie, **more})


def get(server: Server, wish: Wish, **headers: str) -> Answer:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    began = time.perf_counter()
    wish.ask(connection, **headers)
    response = connection.getresponse()
    body = response.read()
    seconds = time.perf_counter() - began
    connection.close()
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body, seconds)


def median_seconds(server: Server, wish: Wish, times: int) -> float:
    """The median time of one page, asked for again and again by one browser."""
    return median(get(server, wish).seconds for _ in range(times))


@dataclass
class Load:
    """What a number of browsers at once got in some seconds."""

    requests: int = 0
    failed: int = 0
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds if self.seconds else 0.0


def load(server: Server, wish: Wish, seconds: float) -> Load:
    """Ask for one page with eight browsers at once. Raises RuntimeError when an answer is not 200: nothing was measured then."""
    alone = shutil.which("wrk") and not wish.body  # wrk would need a program of its own to post
    found = _wrk(server, wish, seconds) if alone else _threads(server, wish, seconds)
    if found.failed or not found.requests:
        raise RuntimeError(f"{wish.address}: {found.failed} of {found.requests} answers were errors")
    return found


def _wrk(server: Server, wish: Wish, seconds: float) -> Load:
    url = f"http://127.0.0.1:{server.port}{wish.address}"
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds:.0f}s",
        "--timeout",
        "30s",
        "-H",
        f"Cookie: {wish.cookie}",
        url,
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    requests = re.search(r"(\d+) requests in", told)
    per_second = re.search(r"Requests/sec:\s+([\d.]+)", told)
    failed = sum(int(number) for number in re.findall(r"(?:Non-2xx or 3xx responses: |timeout |read )(\d+)", told))
    if requests is None or per_second is None:
        raise RuntimeError(told)
    return Load(int(requests[1]), failed, int(requests[1]) / max(float(per_second[1]), 1e-9))


def _threads(server: Server, wish: Wish, seconds: float) -> Load:
    found, until = Load(seconds=seconds), time.monotonic() + seconds
    browsers = [threading.Thread(target=_browse, args=(server.port, wish, until, found)) for _ in range(CONNECTIONS)]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join()
    return found


def _browse(port: int, wish: Wish, until: float, found: Load) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < until:
        wish.ask(connection)
        response = connection.getresponse()
        response.read()
        with found.lock:
            found.requests += 1
            found.failed += response.status != 200
    connection.close()
