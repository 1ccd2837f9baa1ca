"""Commands for whoever audits: keep the head of the chain elsewhere, and verify against it later."""

import json
import sys

import click
from flask.cli import AppGroup

from app.foundation import audit_chain
from app.foundation.audit_chain import Head, Verdict


class _HeadType(click.ParamType[Head]):
    name = "position:hash"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        try:
            return Head.read(value)
        except ValueError:
            self.fail(
                "Give a head as `flask audit head` printed it: a number, a colon, 64 hexadecimal digits.", param, ctx
            )


audit_commands = AppGroup("audit", help="The chain of hashes over the audit trail.")


@audit_commands.command("head")
def print_head() -> None:
    """Seal what waits, then print the newest seal; keep it where nobody of this server can write."""
    audit_chain.seal_audit_trail()
    click.echo(audit_chain.head())


@audit_commands.command("verify")
@click.option("--head", "published", type=_HeadType(), help="A head that was printed earlier; finds an end cut off.")
@click.option("--json", "as_json", is_flag=True, help="The verdict as JSON.")
def print_verdict(published: Head | None, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Compute every seal anew. Exit 1 when an entry was changed, removed, exchanged or put between."""
    verdict = audit_chain.verify(published)
    click.echo(json.dumps(_facts(verdict)) if as_json else _words(verdict))
    sys.exit(1 if verdict.faults else 0)


def _facts(verdict: Verdict) -> dict[str, object]:
    return {
        "sealed": verdict.sealed,
        "waiting": verdict.waiting,
        "redacted": verdict.redacted,
        "head": str(verdict.head),
        "faults": list(verdict.faults),
    }


def _words(verdict: Verdict) -> str:
    counts = f"{verdict.sealed:,} entries sealed, {verdict.waiting:,} waiting for the next minute."
    erased = [f"{verdict.redacted:,} entries name an erased person no more."] if verdict.redacted else []
    return "\n".join([*verdict.faults, counts, *erased, f"Head {verdict.head}"])
