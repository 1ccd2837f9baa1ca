"""Look at the machine before `make run` serves, and prepare demo mode the first time.

Refuses with one sentence when the port is taken or the data folder cannot be written. Writes instance/settings.env
(demo mode and a random SECRET_KEY) when neither that file nor SECRET_KEY exists.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAST_PORT = 65535


def chosen_port() -> int:
    """Return PORT, or 8000. Exits when it is no port number."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        sys.exit(f"PORT must be a number from 1 to {LAST_PORT}, not {text!r}.")
    return int(text)


def refuse_taken_port(port: int) -> None:
    """Exit with a sentence unless a server could listen on `port` of this machine now."""
    host = os.environ.get("UPTAKE_HOST") or "127.0.0.1"
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            sys.exit(f"Port {port} needs administrator's rights. Choose one above 1023: make run PORT=8001")
        except OSError as problem:
            sys.exit(
                f"Port {port} is in use on {host} ({problem.strerror}). Is Uptake running already? "
                f"Stop the other program, or choose another port: make run PORT={port + 1}"
            )


def writable_instance() -> Path:
    """Return the data folder, made if missing. Exits when nothing can be written there."""
    folder = Path(os.environ.get("UPTAKE_INSTANCE") or ROOT / "instance")
    trial = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_text("", encoding="utf-8")
        trial.unlink()
    except OSError as problem:
        sys.exit(f"The data folder {folder} cannot be written ({problem.strerror}). Set UPTAKE_INSTANCE to another.")
    return folder


def prepare_demo(folder: Path) -> None:
    """Write settings.env for demo mode, readable for its owner only, unless someone has configured this copy."""
    settings = folder / "settings.env"
    if settings.exists() or os.environ.get("SECRET_KEY"):
        return
    lines = [
        "# Written by `make run`. UPTAKE_DEMO=1 offers the demo company; remove the line when you use Uptake for real.",
        "UPTAKE_DEMO=1",
        f"SECRET_KEY={secrets.token_hex(32)}",
    ]
    handle = os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    refuse_taken_port(chosen_port())
    prepare_demo(writable_instance())
