"""Reading pages as people do, and posting their forms as browsers do."""

from __future__ import annotations

import builtins
import json
import re
from functools import cache, lru_cache

import html5lib
import lxml.html
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from app.foundation.assets import BUILD


class Page:
    """A parsed page: its words, lists and forms."""

    def __init__(self, response: TestResponse, address: str) -> None:
        self.response = response
        self.address = address
        self.html = response.get_data(as_text=True)
        self.root: HtmlElement = lxml.html.document_fromstring(self.html)

    def text(self, selector: str = "body") -> str:
        """Visible words of the first element, blanks folded."""
        return " ".join(self.root.cssselect(selector)[0].text_content().split())

    def list(self, selector: str) -> builtins.list[str]:
        """Visible words of every element that matches."""
        return [" ".join(element.text_content().split()) for element in self.root.cssselect(selector)]

    def has(self, selector: str) -> bool:
        """Whether anything matches."""
        return bool(self.root.cssselect(selector))

    def links(self, selector: str = "main a") -> builtins.list[str]:
        """Addresses of the links that match."""
        return [element.get("href") for element in self.root.cssselect(selector)]

    def fields(self, action: str) -> dict[str, str]:
        """The fields of the form with an action, as the browser would send them unchanged."""
        for form in self.root.forms:
            if form.get("action") == action:
                return dict(form.form_values())
        raise AssertionError(
            f"{self.address} has no form for {action}; it has {[f.get('action') for f in self.root.forms]}"
        )


def inspected(response: TestResponse, address: str, status: int) -> Page:
    """Check what must hold on every page, then give the page."""
    assert response.status_code == status, f"{address}: {response.status_code}, {response.get_data(as_text=True)[:300]}"
    page = Page(response, address)
    if not response.content_type.startswith("text/html"):
        return page
    _inspect_syntax(page.html)
    assert len(page.root.cssselect("h1")) == 1, f"{address}: one h1"
    assert page.text("title").startswith(page.text("h1")), f"{address}: the title begins with the h1"
    ids = [element.get("id") for element in page.root.cssselect("[id]")]
    assert len(ids) == len(set(ids)), f"{address}: ids are unique, {sorted(i for i in ids if ids.count(i) > 1)}"
    _inspect_forms(page)
    _inspect_icons(page)
    assert not page.root.xpath("//script[not(@src)] | //style | //*[@style]"), f"{address}: nothing inline"
    assert not page.root.xpath("//@*[starts-with(name(), 'on')]"), f"{address}: no inline handlers"
    return page


def _inspect_syntax(html: str) -> None:
    """The strict parser is slow and the frame of most pages the same: each is read once."""
    before, opening, rest = re.sub(r'name="csrf_token" value="[^"]*"', 'name="csrf_token"', html).partition("<main")
    inside, closing, after = rest.partition("</main>")
    _parse_strictly(f"{before}{opening}>{closing}{after}")
    _parse_strictly(f"<!doctype html><html lang=en><title>.</title><body>{opening}{inside}{closing}")


@lru_cache(maxsize=500)
def _parse_strictly(document: str) -> None:
    html5lib.HTMLParser(strict=True).parse(document)


def _inspect_icons(page: Page) -> None:
    wanted = {use.get("href").rpartition("#")[2] for use in page.root.cssselect("use")}
    assert wanted <= _drawn_icons(), (
        f"{page.address}: not in the sprite: {sorted(wanted - _drawn_icons())} (see ICONS in tools/build_assets.py)"
    )


@cache
def _drawn_icons() -> frozenset[str]:
    names = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    sprite = lxml.html.fromstring((BUILD / names["icons.svg"]).read_text(encoding="utf-8"))
    return frozenset(symbol.get("id") for symbol in sprite.cssselect("symbol"))


def _inspect_forms(page: Page) -> None:
    for form in page.root.cssselect("form"):
        assert form.get("action"), f"{page.address}: every form has an action"
        if form.get("method", "get").lower() == "post":
            assert form.cssselect("[name=csrf_token]"), f"{page.address}: {form.get('action')} carries a token"
    labelled = {label.get("for") for label in page.root.cssselect("label[for]")}
    for field in page.root.cssselect("input:not([type=hidden]):not([type=submit]), select, textarea"):
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled
        inside = any(parent.tag == "label" for parent in field.iterancestors())
        assert named or inside, f"{page.address}: field {field.get('name')} has no label"


def post(client: FlaskClient, page_address: str, action: str, **values: object) -> TestResponse:
    """Open a page, fill the form with an action, and send it: what a person does."""
    page = Page(client.get(page_address), page_address)
    return client.post(action, data={**page.fields(action), **values})
