"""Hostile input is refused or shown as text, quickly, never a failure of ours; every answer carries the security headers."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import quote_from_bytes, urlsplit

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.security import LARGEST_BODY
from tests.factories import Cast

SignIn = Callable[[int | None], FlaskClient]
HOSTILE = {
    "nul": b"a\x00b",
    "huge integer": b"9" * 400,
    "beyond 64 bits": str(2**63).encode(),
    "lone surrogate": "\ud800".encode("utf-8", "surrogatepass"),
    "not UTF-8": b"\xff\xfe\xfa",
    "brackets": b"[" * 20_000,
    "image brackets": b"![[" * 6_600,
    "stars": b"*_" * 10_000,
    "wildcards": b"%_\\%' OR 1=1 --",
    "formula": b'=HYPERLINK("http://evil.example")',
    "markup": b"<script>alert(1)</script>\"'>",
}
SLOWEST = 2.0  # seconds of processor time: a busy machine makes no answer slow in this sense, a greedy expression does
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.slow
def test_no_field_of_any_form_breaks_on_hostile_text(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    tried = 0
    for person in (cast.lin, cast.pmo, cast.he):
        client = sign_in(person)
        for form in list(_forms(app, client)):
            for kind, value in HOSTILE.items():
                seconds, status = _timed(client, form, value)
                if seconds >= SLOWEST:  # once, the collector may have come by; a greedy expression is slow again
                    seconds, status = _timed(client, form, value)
                assert status < 500, f"{form.action} with {kind}: {status}"
                assert seconds < SLOWEST, f"{form.action} with {kind}: {seconds:.1f} s"
                tried += 1
    assert tried > 20 * len(HOSTILE), "the crawl found forms"


@pytest.mark.parametrize(
    "address", ["/feedback/ideas/{}", "/people/{}", "/hr/exports/{}/manifest", "/training/people/{}"]
)
@pytest.mark.parametrize("number", ["0", "-1", str(2**31), str(2**63), "9" * 400, "1%00", "%ED%A0%80"])
def test_no_number_in_an_address_breaks(cast: Cast, sign_in: SignIn, address: str, number: str) -> None:
    assert sign_in(cast.pmo).get(address.format(number)).status_code in (400, 403, 404)


def test_a_body_beyond_the_limit_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/login", data={"login": "x" * (LARGEST_BODY + 1)})
    assert answer.status_code == 413
    _has_headers(answer)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000"])
def test_an_unknown_host_is_refused(app: Flask, host: str) -> None:
    answer = app.test_client().get("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.data


def test_every_kind_of_answer_carries_the_headers(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    style = lxml.html.document_fromstring(client.get("/").data).cssselect("link[rel=stylesheet]")[0].get("href")
    answers = {
        200: [
            client.get("/"),
            _closed(client.get(style)),
            client.get("/healthz"),
            client.get("/feedback/ideas", headers={"HX-Request": "true", "HX-Target": "idea-list"}),
        ],
        303: [app.test_client().get("/")],
        400: [client.post("/feedback/ideas", data={"text": "without a token"})],
        403: [client.get("/people/")],
        404: [client.get("/nowhere"), client.get("/feedback/ideas/4711")],
        405: [client.put("/feedback/ideas")],
    }
    for status, found in answers.items():
        for answer in found:
            assert answer.status_code == status
            _has_headers(answer)


def test_signed_in_pages_are_kept_by_no_cache(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    assert "no-store" in client.get("/").headers["Cache-Control"]
    assert "no-store" in client.get("/nowhere").headers["Cache-Control"]


def _timed(client: FlaskClient, form: lxml.html.FormElement, value: bytes) -> tuple[float, int]:
    """Seconds of processor time, and the status."""
    began = time.thread_time()
    answer = _closed(_send(client, form, value))
    return time.thread_time() - began, answer.status_code


def _closed(answer: TestResponse) -> TestResponse:
    answer.close()
    return answer


def _has_headers(answer: TestResponse) -> None:
    for name, value in HEADERS.items():
        assert value in answer.headers.get(name, ""), f"{answer.request.path} {answer.status_code}: {name}"


def _forms(app: Flask, client: FlaskClient) -> Iterator[lxml.html.FormElement]:
    """Every form of every page without parameters in which something is typed, once."""
    seen = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments or rule.endpoint == "static":
            continue
        answer = client.get(str(rule))
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for form in lxml.html.document_fromstring(answer.data).forms:
            key = (form.action, form.method, tuple(sorted(name for name in form.fields if name)))
            if (
                _typed(form)
                and key not in seen
                and urlsplit(form.action or "").path not in ("/logout", "/account/password")
            ):
                seen.add(key)
                yield form


def _typed(form: lxml.html.FormElement) -> set[str]:
    kinds = ("text", "search", "number", "date", "email", "month")
    fields = ", ".join(["textarea", "input:not([type])", *(f"input[type={kind}]" for kind in kinds)])
    return {name for field in form.cssselect(fields) if (name := field.get("name"))}


def _filled(form: lxml.html.FormElement, value: bytes) -> bytes:
    typed = _typed(form)
    kept = [(name, str(given).encode()) for name, given in form.form_values() if name not in typed]
    pairs = kept + [(name, value) for name in sorted(typed)]
    return "&".join(f"{quote_from_bytes(name.encode())}={quote_from_bytes(given)}" for name, given in pairs).encode()


def _send(client: FlaskClient, form: lxml.html.FormElement, value: bytes) -> TestResponse:
    body, address = _filled(form, value), str(form.action)
    if form.method.lower() == "get":
        return client.get(urlsplit(address).path, query_string=body.decode())
    return client.post(address, data=body, content_type="application/x-www-form-urlencoded")
