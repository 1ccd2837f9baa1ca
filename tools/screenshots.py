"""Pictures of the portal for docs/screenshots/: `python tools/screenshots.py [--all FOLDER] [NAME ...]`.

Starts the product as `make run` does, on a port and in a data folder of its own, with the demo company, and visits it with
Chromium. Usually each page is taken twice: wide in Chinese, as on a phone in English. With --all every page is taken in both
languages, widths and themes, into a folder outside the repository, for looking at.
"""

from __future__ import annotations

import io
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
FOLDER = ROOT / "docs" / "screenshots"
SIZES = {"wide": (1280, 800), "phone": (390, 844)}
COLOURS = 128
PATIENCE = 300  # seconds until the demo company stands


@dataclass(frozen=True)
class Shot:
    """One page: its name, who looks (None: a visitor), where, and what to do there.

    What to do is a list of links and buttons to press; `fill:FIELD=TEXT` types, `wait:ELEMENT` waits until it is there.
    `only` leaves out the usual pictures of another size than this.
    """

    name: str
    who: str | None
    address: str
    follow: tuple[str, ...] = ()
    only: str = ""


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    size: str
    language: str
    theme: str


CHECK = ("fill:[name=f3]=7.5", 'button[name="check"]')
DRILLS = "/training/paths/AD/modules"
WORKSHOP = ('main form[action="/training/workshops"] button', 'main a[href$="/code"], header a[href$="/code"]')
SHOTS = (
    Shot("sign-in", None, "/login"),
    Shot("home-learner", "lin", "/"),
    Shot("path", "lin", "/training/paths/EU"),
    Shot("lesson", "lin", "/training/paths/EU/modules/eu-02"),
    Shot("drill", "lin", "/training/paths/EU/modules/eu-02/drills/submit-daily-report?stage=try"),
    Shot("drill-checked", "lin", "/training/paths/EU/modules/eu-02/drills/submit-daily-report?stage=try", CHECK),
    Shot("certificate", "zhou", "/training/", ('main a[href^="/certificates/"]',)),
    Shot("ideas", "lin", "/feedback/ideas"),
    Shot("idea", "lin", "/feedback/ideas?view=all&q=扫工位二维码", (".idea-title a",)),
    Shot(
        "new-idea",
        "wang",
        "/feedback/ideas/new",
        ("fill:[name=text]=手机扫二维码打开今天的任务列表", "wait:#similar-ideas li"),
    ),
    Shot("queue", "pmo", "/feedback/queue"),
    Shot("coverage", "pmo", "/ambassadors/"),
    Shot("dashboard", "chen", "/metrics/"),
    Shot("rows", "chen", "/metrics/overdue/rows"),
    Shot("home-pmo", "pmo", "/"),
    Shot("hr-records", "he", "/hr/"),
    Shot("people", "guo", "/people/"),
    Shot("audit", "guo", "/audit/"),
    Shot("notices", "zhao", "/notices"),
    Shot("account", "sun", "/account"),
    Shot("reviews", "zhao", "/training/reviews", only="wide"),
    Shot("review", "zhao", "/training/reviews/next"),
    Shot("team", "chen", "/training/team"),
    Shot("waves", "pmo", "/training/waves", only="wide"),
    Shot("world", "zhou", f"{DRILLS}/ad-02/drills/create-project?stage=try&at=tasks"),
    Shot("drill-matrix", "zhou", f"{DRILLS}/ad-03/drills/role-matrix?stage=try", only="phone"),
    Shot("drill-order", "zhou", f"{DRILLS}/ad-02/drills/make-template?stage=try", only="phone"),
    Shot("drill-spot", "zhou", f"{DRILLS}/ad-01/drills/spot-raci?stage=try", only="wide"),
    Shot("workshop-code", "zhao", "/training/workshops/new?subject=EU/eu-02", WORKSHOP, only="wide"),
    Shot("content", "pmo", "/training/content", only="wide"),
    Shot("content-path", "pmo", "/training/content/EU", only="wide"),
    Shot("mistakes", "zhao", "/training/mistakes", only="wide"),
    Shot("mistake", "zhao", "/training/mistakes/EU/eu-02/submit-daily-report"),
)
USUAL = (Look("wide", "zh", "light"), Look("phone", "en", "light"))
# A few pages in other clothes: dark, or English on the desktop, or Chinese on the phone.
BESIDES = {
    Look("wide", "zh", "dark"): ("path", "dashboard"),
    Look("phone", "zh", "dark"): ("home-learner", "ideas"),
    Look("wide", "en", "light"): ("drill-checked", "ideas", "dashboard", "audit"),
    Look("phone", "zh", "light"): ("drill-checked", "new-idea"),
}
EVERY = tuple(Look(*choice) for choice in itertools.product(SIZES, ("zh", "en"), ("light", "dark")))


@contextmanager
def running_portal() -> Iterator[str]:
    """Serve the demo company from a folder that goes away; yields the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PORT": str(port),
            "UPTAKE_INSTANCE": folder,
            "UPTAKE_DEMO": "1",
            "UPTAKE_LOG_LEVEL": "WARNING",
        }
        environment.pop("DATABASE_URL", None)
        flask = Path(sys.executable).with_name("flask")
        server = subprocess.Popen([flask, "--app", "wsgi", "serve", "--demo", "--no-worker"], cwd=ROOT, env=environment)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the portal answers. Exits when it stopped or took too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=2).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    sys.exit("The portal did not start; its own words stand above.")


def take(browser: Browser, address: str, shots: list[Shot], look: Look, folder: Path) -> None:
    """Take these pages in one look, each person signed in once."""
    width, height = SIZES[look.size]
    for who, theirs in itertools.groupby(sorted(shots, key=lambda shot: shot.who or ""), key=lambda shot: shot.who):
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale={"zh": "zh-CN", "en": "en-GB"}[look.language],
            color_scheme="dark" if look.theme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if who:
            sign_in(page, who, look.language)
        for shot in theirs:
            open_page(page, shot)
            path = folder / f"{shot.name}-{look.language}-{width}-{look.theme}.png"
            save(page.screenshot(), path)
        context.close()


def sign_in(page: Page, who: str, language: str) -> None:
    """Sign in by the form and choose the language as a person does."""
    page.goto("/login")
    page.fill('input[name="login"]', f"{who}@huaxin.example")
    page.fill('input[name="password"]', "uptake-demo")
    page.locator('form:has(input[name="password"]) button[type="submit"]').first.click()
    page.wait_for_url(lambda url: "/login" not in url)
    other = page.locator(f'button[name="language"][value="{language}"]').first
    if other.count():
        other.evaluate("button => button.form.requestSubmit(button)")
        page.wait_for_load_state()


def open_page(page: Page, shot: Shot) -> None:
    """Go to the page of a shot, by its links where its address is not known. Exits when a page is not there."""
    answer = page.goto(shot.address)
    if answer is None or not answer.ok:
        sys.exit(f"{shot.name}: {shot.address} answered {answer.status if answer else 'nothing'}.")
    for step in shot.follow:
        act(page, step)
    page.evaluate("document.fonts.ready")


def act(page: Page, step: str) -> None:
    """Do one thing on a page, see Shot."""
    if step.startswith("fill:"):
        field, _, text = step.removeprefix("fill:").rpartition("=")
        page.locator(field).first.press_sequentially(text)
    elif step.startswith("wait:"):
        page.locator(step.removeprefix("wait:")).first.wait_for()
    else:
        page.locator(step).first.click()
        page.wait_for_load_state()


def save(picture: bytes, path: Path) -> None:
    """Write a picture with few colours, a third of the size."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    print(path.name, path.stat().st_size // 1024, "KiB")


def main() -> None:
    """Take the pictures that were asked for."""
    names = sys.argv[1:]
    folder = FOLDER
    looks: tuple[Look, ...] = USUAL
    if names[:1] == ["--all"]:
        folder, looks, names = Path(names[1]), EVERY, names[2:]
    folder.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    with running_portal() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for look in looks:
            wanted = [shot for shot in shots if looks is EVERY or shot.only in ("", look.size)]
            take(browser, address, wanted, look, folder)
        if looks == USUAL:
            for look, names_there in BESIDES.items():
                take(browser, address, [shot for shot in shots if shot.name in names_there], look, folder)
        browser.close()


if __name__ == "__main__":
    if not Path(CHROMIUM).exists():
        sys.exit("Pictures need Chromium: sudo apt-get install chromium fonts-noto-cjk")
    main()
