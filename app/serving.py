"""`flask serve`: brings the database up to date, then runs a web server and a worker until stopped."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app

from app.foundation.settings import Settings

CONNECTIONS = 8192
# Without this glibc keeps a heap of its own for every thread, and none of them gives memory back.
FRUGAL = {"MALLOC_ARENA_MAX": "2"}
PATIENCE = 35  # seconds a process gets to finish what it is doing; a little more than the web server gives its own


def init_cli(
    app: Flask, prepare_demo: Callable[[], Sequence[tuple[str, str, object]]], publish: Callable[[], None]
) -> None:
    """Add `serve`; `prepare_demo` loads the demo company where there is nobody, and lists its accounts."""

    @app.cli.command("serve")
    @click.option("--demo", is_flag=True, help="Load the demo company the first time and print its accounts.")
    @click.option("--no-worker", is_flag=True, help="Run only the web server; workers run elsewhere.")
    def serve(demo: bool, no_worker: bool) -> None:  # noqa: FBT001 (click's way)
        """Migrate, publish the content, then serve until Ctrl-C, with one worker."""
        from flask_migrate import upgrade  # noqa: PLC0415 (8 MiB that the processes it starts do not need)

        settings: Settings = current_app.extensions["uptake.settings"]
        _require_free(settings.host, settings.port)
        upgrade()
        publish()
        if demo and settings.demo:
            _print_accounts(prepare_demo())
        click.echo(f"Uptake is served on http://{settings.host}:{settings.port} (Ctrl-C stops it)", err=False)
        sys.stdout.flush()
        _allow_many_connections()
        sys.exit(_run_together([web_command(settings), *([] if no_worker else [_worker()])]))


def _allow_many_connections() -> None:
    """Each open connection is a file; the usual limit of 1,024 is fewer than one plant has browsers."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, CONNECTIONS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _print_accounts(accounts: Sequence[tuple[str, str, object]]) -> None:
    click.echo("Demo accounts, all with the password uptake-demo:")
    for email, name, what in accounts:
        click.echo(f"  {email:24} {name}  {what}")


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _require_free(host: str, port: int) -> None:
    """Say so when something else listens there; raises ClickException with what to do."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: a port just left is free
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = f"Port {port} on {host} is in use by another program. Stop it, or choose another with PORT={port + 1}."
            else:
                reason = f"The server cannot listen on {host}, port {port}: {error.strerror}. See UPTAKE_HOST and PORT."
            raise click.ClickException(reason) from error


def web_command(settings: Settings) -> list[str]:
    """How the web server is started; benchmarks and tests start it the same way."""
    return [
        _program("granian"),
        "--interface",
        "wsgi",
        "--host",
        settings.host,
        "--port",
        str(settings.port),
        "--workers",
        str(settings.web_processes),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--respawn-failed-workers",
        # Idle and half-open connections count towards the backpressure; the time limit closes both.
        "--backlog",
        "4096",
        "--backpressure",
        "4096",
        "--http1-header-read-timeout",
        "10000",
        "--workers-kill-timeout",
        "30",
        "--log-level",
        "warning",
        "wsgi:app",
    ]


def _worker() -> list[str]:
    return [_program("flask"), "--app", "wsgi", "worker"]


def _run_together(commands: list[list[str]]) -> int:
    """Run the programs until one ends or we are told to stop; then stop the others. Returns the exit code."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    # Sessions of their own: Ctrl-C reaches only us, and each process is asked to stop exactly once.
    running = [subprocess.Popen(command, start_new_session=True, env={**FRUGAL, **os.environ}) for command in commands]  # noqa: S603
    while not stopping and all(process.poll() is None for process in running):
        time.sleep(0.2)
    for process in running:
        process.terminate()
    codes = [_ended(process) for process in running]
    return 0 if stopping else max(codes)


def _ended(process: "subprocess.Popen[bytes]") -> int:
    """Wait for a process that was told to stop; whatever of its session is left then is ended by force."""
    try:
        return abs(process.wait(PATIENCE))
    except subprocess.TimeoutExpired:
        return 1
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
