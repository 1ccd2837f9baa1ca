"""What was delivered, as an Atom feed that a feed reader fetches by a private address."""

from datetime import datetime
from xml.etree import ElementTree as ET

from flask import Response, abort, make_response, url_for
from flask_babel import gettext as _

from app.accounts.models import AddressPurpose
from app.accounts.queries import own_address, person_at_address
from app.changes.queries.feed import FeedEntry, release_feed
from app.changes.views.blueprint import blueprint
from app.foundation.i18n import language, speaking
from app.foundation.security import public

ATOM = "http://www.w3.org/2005/Atom"
_BEGINNING = "1970-01-01T00:00:00Z"


@blueprint.get("/changes/releases/<token>.atom")
@public("feed readers cannot sign in; the private address itself is the key, and unknown ones are not found")
def show_release_feed(token: str) -> Response:
    """The last releases, in the language of whose address it is."""
    person = person_at_address(AddressPurpose.releases, token)
    if person is None:
        abort(404)
    with speaking(person.language or "zh"):
        body = _feed(release_feed(person), f"{own_address()}{url_for('.show_release_feed', token=token)}")
    answer = make_response(body)
    answer.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


def _feed(entries: list[FeedEntry], address: str) -> bytes:
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": "zh-CN" if language() == "zh" else "en"})
    _text(feed, "id", f"{own_address()}/changes/releases")
    _text(feed, "title", _("Uptake: what was delivered"))
    updated = [entry.release.published_at for entry in entries]
    _text(feed, "updated", _instant(max(updated)) if updated else _BEGINNING)
    _text(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", _("PMO"))
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "type": "application/atom+xml", "href": address})
    for entry in entries:
        _entry(feed, entry)
    found: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return found


def _entry(feed: ET.Element, told: FeedEntry) -> None:
    """One release: its id never changes, its ideas are linked by number and title."""
    release = told.release
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    address = f"{own_address()}/changes/releases/{release.id}"
    _text(entry, "id", address)
    _text(entry, "title", release.title_in(language()))
    for name in ("published", "updated"):
        _text(entry, name, _instant(release.published_at))
    ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": address})
    lines = [release.note_in(language())]
    lines += [f"#{idea.id} {idea.title}: {own_address()}/feedback/ideas/{idea.id}" for idea in told.ideas]
    _text(entry, "content", "\n\n".join(line for line in lines if line))


def _text(parent: ET.Element, name: str, words: str) -> None:
    """An element with plain text; characters that XML cannot hold are left out."""
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = "".join(char for char in words if char in "\t\n\r" or "\x20" <= char not in "\ufffe\uffff")
    if name in ("title", "content"):
        element.set("type", "text")


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
