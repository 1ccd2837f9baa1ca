"""Somebody who works in the mini-world as a browser without a script does: reading pages and sending their forms."""

from __future__ import annotations

from pathlib import Path as Folder

from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from tests.page import Page

DESK = "/training/paths/MW/modules/desk/drills"


class Worker:
    """A client that knows only what stands on its pages."""

    def __init__(self, app: Flask, client: FlaskClient, person_id: int, folder: Folder) -> None:
        self.app, self.client, self.person_id, self.folder = app, client, person_id, folder

    def open(self, drill: str, at: str = "projects", stage: str = "try", more: str = "", status: int = 200) -> Page:
        """A spot of the world."""
        where = f"{DESK}/{drill}?stage={stage}&at={at}{more}"
        response = self.client.get(where)
        assert response.status_code == status, response.get_data(as_text=True)[:800]
        return Page(response, where)

    def fields(self, page: Page, do: str, **unless: str) -> dict[str, str]:
        """The form that does something, filled as it stands on the page; with `unless` the one that holds these."""
        forms = [form for form in page.root.cssselect("form") if _hidden(form).get("do") == do]
        fitting = [form for form in forms if all(_hidden(form).get(key) == value for key, value in unless.items())]
        assert fitting, f"no form “{do}” on {page.address}"
        return _filled(fitting[0])

    def do(self, drill: str, at: str, do: str, stage: str = "try", **values: str) -> Page:
        """Open a spot, fill its form and send it; the page that comes then."""
        response = self.send(drill, at, do, stage, **values)
        assert response.status_code == 303, response.get_data(as_text=True)[:3000]
        where = response.headers["Location"]
        return Page(self.client.get(where), where)

    def send(self, drill: str, at: str, do: str, stage: str = "try", **values: str) -> TestResponse:
        """Open a spot, fill its form and send it; the answer."""
        page = self.open(drill, at, stage)
        which = {"grant": values["grant"]} if do in ("revoke", "change") else {}
        return self.post(drill, {**self.fields(page, do, **which), **values})

    def post(self, drill: str, fields: dict[str, str]) -> TestResponse:
        """Send fields as they are."""
        return self.client.post(f"{DESK}/{drill}/steps", data=fields)

    def keys(self, drill: str) -> list[str]:
        """What the author wrote for after grading: sentences and assertions, in both languages."""
        found: list[str] = []
        for language in ("zh", "en"):
            text = (self.folder / "sample" / f"desk.{language}.md").read_text("utf-8")
            part = text.split(f"{{#{drill} ")[1].split("\n## ")[0]
            lines = [line.strip() for line in part.splitlines()]
            found += [line[2:] for line in lines[lines.index(next(one for one in lines if one[:2] == "- ")) :] if line]
        return found

    def hand_in(self, drill: str, **more: str) -> TestResponse:
        """Press the button of the test."""
        page = self.open(drill, stage="test")
        form = next(one for one in page.root.cssselect("form") if one.get("action", "").endswith("/attempts"))
        return self.client.post(form.get("action"), data={**_hidden(form), **more})


def _hidden(form: HtmlElement) -> dict[str, str]:
    return {one.get("name"): one.get("value", "") for one in form.cssselect("input[type=hidden]")}


def _filled(form: HtmlElement) -> dict[str, str]:
    return {name: value or "" for name, value in form.fields.items() if name}
