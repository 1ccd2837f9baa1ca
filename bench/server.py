"""The real web server as `flask serve` starts it, on a free port, for this product or for the bare view beside it."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.foundation.settings import load_settings
from app.serving import FRUGAL, web_command
from bench.company import ROOT, environment

STARTS_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, and the process that leads its group."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def workers(self) -> list[int]:
        """Process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(number) for number in children.split() if _is_worker(int(number))]

    def memory(self) -> float:
        """Resident MiB of the largest worker."""
        return max(_resident(number) for number in self.workers)

    def cpu_seconds(self) -> float:
        """User and system time of all workers so far."""
        return sum(_cpu(number) for number in self.workers)

    def kill(self) -> None:
        """Kill the whole group at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(folder: Path, target: str = "wsgi:app", **more: str) -> Iterator[Server]:
    """A server on an instance folder, ready to answer; stopped at the end."""
    server = start(folder, target, **more)
    try:
        yield server
    finally:
        stop(server)


def start(folder: Path, target: str = "wsgi:app", *, path: str = "/healthz", **more: str) -> Server:
    """Start a server and wait until it answers."""
    port = free_port()
    given = environment(folder, PORT=str(port), **more)
    command = [target if part == "wsgi:app" else part for part in web_command(replace(load_settings(given), port=port))]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**FRUGAL, **given}, start_new_session=True, stdout=subprocess.DEVNULL
    )
    server = Server(port, process)
    until = time.monotonic() + STARTS_WITHIN
    while not answers(port, path):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the server did not start: {' '.join(command)}")
        time.sleep(0.05)
    return server


def stop(server: Server) -> None:
    """Ask a server to end, and see that it does."""
    if server.process.poll() is None:
        server.process.terminate()
        try:
            server.process.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int, path: str) -> bool:
    """Whether something answers there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _is_worker(number: int) -> bool:
    return b"resource_tracker" not in Path(f"/proc/{number}/cmdline").read_bytes()


def _resident(number: int) -> float:
    lines = Path(f"/proc/{number}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _cpu(number: int) -> float:
    fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
