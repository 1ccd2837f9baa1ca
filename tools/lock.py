"""Resolve requirements/*.txt anew from pyproject.toml: exact versions with hashes, and no address of any index."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
]


def lock(name: str, *sources: str) -> None:
    """Write requirements/<name>.txt; versions already in it stay unless they no longer fit."""
    subprocess.run([UV, *COMPILE, *sources, "--output-file", f"requirements/{name}.txt"], cwd=ROOT, check=True)


if __name__ == "__main__":
    lock("run", "pyproject.toml", "--extra", "postgresql", "--extra", "pdf")
    lock("dev", "--constraint", "requirements/run.txt", "--group", "dev")
    lock("uv", "requirements/uv.in")
    lock("node", "requirements/node.in")
