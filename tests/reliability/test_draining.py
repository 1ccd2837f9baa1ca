"""A server that is asked to stop first finishes what it is doing."""

import signal
import threading
import time
from pathlib import Path

import pytest

from bench.browser import Wish, get
from bench.server import Server, start, stop


@pytest.mark.slow
def test_a_request_in_flight_is_answered_after_sigterm(instance: Path) -> None:
    server = start(instance, "tests.reliability.slow:app")
    try:
        answers: list[tuple[int, bytes]] = []
        asking = threading.Thread(target=lambda: answers.append(_answer(server)))
        asking.start()
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        asking.join(20)
        assert answers == [(200, b"finished")]
        assert server.process.wait(20) == 0
    finally:
        stop(server)


def _answer(server: Server) -> tuple[int, bytes]:
    found = get(server, Wish("/slow"))
    return found.status, found.body
