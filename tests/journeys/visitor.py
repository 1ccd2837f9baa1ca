"""Somebody at a browser: counts what they click, and notices every fault of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.journeys.counter import Counter

PASSWORD = "uptake-demo"
DOMAIN = "huaxin.example"
NOT_LOADED = (
    "Failed to load resource"  # what Chromium says beside an answer of 400 and above; the answer itself is judged
)

# What htmx says of a request whose page was left; of one that failed it says sendError as well.
LEFT = re.compile(r"htmx:(afterRequest|sendAbort), ")


class Visitor:
    """One person at one browser; `counter` counts by the rule of the click budgets, `clicks` is its sum."""

    def __init__(self, context: BrowserContext, *, script: bool) -> None:
        self.context, self.script = context, script
        self.counter = Counter()
        self.faults: list[str] = []
        self._forgiven: set[int] = set()
        self.page: Page = context.new_page()
        self._watch(self.page)

    @property
    def clicks(self) -> int:
        """What the fingers did since one counts."""
        return self.counter.total

    @clicks.setter
    def clicks(self, taps: int) -> None:
        self.counter = Counter(taps=taps)

    @contextmanager
    def within(self, budget: int) -> Iterator[Counter]:
        """Inside, no more is done than this; what was done before does not count."""
        self.counter = Counter()
        yield self.counter
        assert self.counter.total <= budget, self.counter

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and NOT_LOADED not in message.text:
            if LEFT.match(message.text):
                return
            # htmx reports every answer of 400 and above as well
            if "Response Status Error Code" in message.text and any(
                str(code) in message.text for code in self._forgiven
            ):
                return
            self.faults.append(f"console at {self.page.url}: {message.text}")

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # left the page, or took a download
            self.faults.append(f"request: {request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._forgiven:
            self.faults.append(f"answer: {response.request.method} {response.url}: {response.status}")

    @contextmanager
    def expecting(self, status: int) -> Iterator[None]:
        """Inside, answers of this status are what we came for."""
        self._forgiven.add(status)
        try:
            yield
        finally:
            self._forgiven.discard(status)

    # ------------------------------------------------------------------------------------------------ hands

    def open(self, address: str, status: int = 200) -> Page:
        """Type an address."""
        with self.expecting(status):
            answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address}: {answer.status}"
        return self.page

    def click(self, where: str | Locator) -> None:
        """Click something; counts."""
        self.counter.taps += 1
        self._at(where).click()

    def fill(self, where: str | Locator, text: str) -> None:
        """Fill a text field; counts as one."""
        self.counter.fields += 1
        self._at(where).fill(text)

    def choose(self, where: str | Locator, value: str) -> None:
        """Choose from a list; counts."""
        self.counter.choices += 1
        self._at(where).select_option(value)

    def tick(self, where: str | Locator) -> None:
        """Tick a box or a choice; counts."""
        self.counter.choices += 1
        self._at(where).check()

    def submit(self, action: str, name: str = "") -> None:
        """Press the button of the form with an action."""
        self.click(self.page.locator(f'form[action="{action}"] button{name}').first)

    def _at(self, where: str | Locator) -> Locator:
        return self.page.locator(where).first if isinstance(where, str) else where

    # ------------------------------------------------------------------------------------------------ eyes

    def text(self, where: str = "main") -> str:
        """The words of the first element."""
        return " ".join(self._at(where).inner_text().split())

    def sees(self, words: str, where: str = "main") -> None:
        """Wait until the words stand there."""
        expect(self._at(where)).to_contain_text(re.compile(r"\s*".join(map(re.escape, words.split()))))

    def number(self, where: str | Locator) -> int:
        """The first whole number in the words of an element."""
        found = re.search(r"\d[\d,]*", self._at(where).inner_text())
        assert found, where
        return int(found[0].replace(",", ""))

    def path(self) -> str:
        """Where one is, without host and query."""
        return re.sub(r"^https?://[^/]+|[?#].*$", "", self.page.url)

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the window."""
        return bool(
            self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        )

    # ------------------------------------------------------------------------------------------------ ways

    def enter(self, who: str, language: str = "zh") -> Visitor:
        """Sign in with one click on the demo's sign-in page, in a language."""
        self.open("/login")
        self.page.locator(f'form:has(input[name="login"][value="{who}@{DOMAIN}"]) button').click()
        self.page.wait_for_url(lambda url: "/login" not in url)
        self.speak(language)
        self.counter = Counter()
        return self

    def sign_in(self, login: str, password: str) -> None:
        """Sign in by the form."""
        self.open("/login")
        form = self.page.locator('form:has(input[name="password"]:not([type="hidden"]))').first
        form.locator('[name="login"]').fill(login)
        form.locator('[name="password"]').fill(password)
        form.locator('button[type="submit"]').first.click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def speak(self, language: str) -> None:
        """Switch the language by the button on the page, if it is another."""
        button = self.page.locator(f'.language button[value="{language}"]')
        if button.count():
            button.click()
            expect(self.page.locator("html")).to_have_attribute("lang", "zh-CN" if language == "zh" else "en")

    def leave(self) -> None:
        """Sign out by the menu."""
        self.page.locator(".topbar details.menu summary").first.click()
        self.page.locator('form[action="/logout"] button').first.click()
        self.page.wait_for_url("**/login*")
