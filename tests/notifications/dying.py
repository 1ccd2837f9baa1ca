"""Workers that are killed at a step of sending: each line on standard input names a step, each line written is an exit code.

A process of its own for each step, forked from one that has loaded the portal and opened nothing yet.
"""

import os
import sys
from email.message import EmailMessage

from flask import Flask

from app.assembly import create_app
from app.foundation import mail
from app.foundation.jobs import run_sweeps

STEPS = ("before the claim", "after the claim", "before the hand-over", "after the hand-over", "after the mark")


def die(*_: object, **__: object) -> None:
    """As by a power cut: nothing is tidied up, no transaction is ended."""
    os._exit(9)


def prepare(step: str) -> None:
    """Let the worker die at a step of its first mail."""
    claim, mark, server = mail._claim, mail._mark, mail._Server.__call__

    def claim_and_die() -> object:
        found = claim()
        die()
        return found

    def hand_over_and_die(self: mail._Server, message: EmailMessage) -> None:
        server(self, message)
        die()

    def mark_and_die(row: mail.OutgoingMail, error: str = "") -> None:
        mark(row, error)
        die()

    change = {
        "before the claim": (mail, "_claim", die),
        "after the claim": (mail, "_claim", claim_and_die),
        "before the hand-over": (mail._Server, "__call__", die),
        "after the hand-over": (mail._Server, "__call__", hand_over_and_die),
        "after the mark": (mail, "_mark", mark_and_die),
    }[step]
    setattr(*change)


def run(portal: Flask, step: str) -> int:
    """Let one worker begin, and die at a step; its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    prepare(step)
    with portal.app_context():
        run_sweeps(portal, slot="")
    os._exit(0)


if __name__ == "__main__":
    made = create_app()
    for line in sys.stdin:
        print(run(made, line.strip()), flush=True)  # noqa: T201 (read by the test)
