"""Browsers that never finish their request do not keep others waiting."""

import socket
from pathlib import Path
from statistics import median

import pytest

from bench.browser import Wish, get
from bench.server import serving

HALF_OPEN = 500


@pytest.mark.slow
def test_five_hundred_half_open_connections_delay_nobody(instance: Path) -> None:
    with serving(instance) as server:
        held = []
        try:
            for _ in range(HALF_OPEN):
                connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ")
                held.append(connection)
            found = [get(server, Wish("/login")) for _ in range(5)]
            assert [answer.status for answer in found] == [200] * 5
            assert median(answer.seconds for answer in found) < 1
        finally:
            for connection in held:
                connection.close()
