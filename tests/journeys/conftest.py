"""A running product, browsers to visit it with, and people to be."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.product import Product, running
from tests.journeys.visitor import Visitor

CHROMIUM = "/usr/bin/chromium"
SIZES = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
    "narrow": {"width": 360, "height": 760},
}
SLOWEST = 60_000  # milliseconds a page may take on a busy machine before a test gives up

Arrive = Callable[..., Visitor]
expect.set_options(timeout=SLOWEST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium, and one worker, for the product is started once."""
    for item in items:
        if "/journeys/" in str(item.path).replace("\\", "/"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium of the machine, quiet."""
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return {"executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demo company on SQLite, served for all journeys of the session."""
    folder = tmp_path_factory.mktemp("product")
    shutil.copytree(_started_once(tmp_path_factory), folder, dirs_exist_ok=True)
    with running(folder) as served:
        yield served


def _started_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a product that was started and stopped; parallel workers share it, for the demo company takes long."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    started = shared / "started-once"
    with (shared / "started-once.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not started.exists():
            folder = tmp_path_factory.mktemp("starting")
            with running(folder):
                pass
            folder.rename(started)
    return started


@pytest.fixture
def arrive(browser: Browser, product: Product) -> Iterator[Arrive]:
    """Open a browser on the product; at the end no page may have had a fault."""
    with visitors(browser, product) as arrived:
        yield arrived


class visitors:  # noqa: N801 (used as a context manager)
    """Browsers on a product; leaving checks that no page had a fault."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self._browser, self._product = browser, product
        self._here: list[Visitor] = []

    def __enter__(self) -> Arrive:
        return self._arrive

    def _arrive(
        self, *, script: bool = True, size: str = "desktop", theme: str = "light", language: str = "zh", **more: Any
    ) -> Visitor:
        context = self._browser.new_context(
            base_url=self._product.address,
            java_script_enabled=script,
            viewport=SIZES[size],  # type: ignore[arg-type]
            locale={"zh": "zh-CN", "en": "en-GB"}[language],
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            accept_downloads=True,
            **more,
        )
        context.set_default_timeout(SLOWEST)
        visitor = Visitor(context, script=script)
        self._here.append(visitor)
        return visitor

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        for visitor in self._here:
            visitor.context.close()
        if kind is None:
            assert [fault for visitor in self._here for fault in visitor.faults] == []


with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
