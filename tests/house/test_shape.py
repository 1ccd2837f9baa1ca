"""The shape of the house: floors and rooms, marked routes, frozen addresses."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import make_portal

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("shape")
    return make_portal(f"sqlite:///{folder / 'none.sqlite3'}", folder)


def test_imports_only_look_down() -> None:
    done = subprocess.run([ROOT / ".venv/bin/lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_route_states_its_policy(portal: Flask) -> None:
    unmarked = [name for name, view in portal.view_functions.items() if not hasattr(view, "policy")]
    assert unmarked == []


def test_every_public_route_gives_a_reason(portal: Flask) -> None:
    policies = {name: str(getattr(view, "policy", "")) for name, view in portal.view_functions.items()}
    public = {name: policy for name, policy in policies.items() if policy.startswith("public")}
    assert all(len(reason) > len("public: ten words") for reason in public.values()), public


def test_addresses_are_nouns_and_writes_are_posts(portal: Flask) -> None:
    for rule in portal.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, rule
        assert rule.rule == rule.rule.lower() or "<" in rule.rule, rule
        assert "_" not in "".join(part for part in rule.rule.split("/") if "<" not in part), rule


def test_no_text_may_be_of_blanks_alone() -> None:
    """InputRequired takes "   " for an answer; fields of text ask with DataRequired."""
    calls = (
        (file.relative_to(ROOT).as_posix(), call)
        for file in (ROOT / "app").glob("*/forms/**/*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"StringField", "TextAreaField"}
    )
    taken = [
        f"{name}:{call.lineno}"
        for name, call in calls
        if "InputRequired" in {part.id for part in ast.walk(call) if isinstance(part, ast.Name)}
    ]
    assert taken == []


def test_what_runs_imports_only_what_is_installed_to_run() -> None:
    """Tests have more packages than a production host; an import of one of those would stop the portal there."""
    pinned = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / "requirements/run.txt").read_text(), re.MULTILINE))
    homes = packages_distributions()
    missing = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in [*(ROOT / "app").rglob("*.py"), *(ROOT / "migrations").rglob("*.py"), ROOT / "wsgi.py"]
        for name in _strangers(file)
        if not {_normal(home) for home in homes.get(name, [])} & pinned
    }
    assert missing == set()


def _strangers(file: Path) -> Iterator[str]:
    """Top-level names that a file imports from packages of others."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        yield from {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"app", "_typeshed"}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
