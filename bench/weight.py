"""What a browser has to fetch: files of a first visit, and the HTML of a fragment."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bench.bars import Bar
from bench.browser import Answer, Wish, cookie_of, get, portal_on
from bench.company import LARGE, SMALL, company, copied
from bench.server import Server, serving

FIRST_LOAD, FRAGMENT, REQUESTS = 100.0, 8.0, 8
FILES = re.compile(rb"""<(?:link[^>]+href|script[^>]+src|img[^>]+src|use[^>]+href)="([^"#]+)""")


def weight(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """The first load of the home page of a learner, and the largest fragment."""
    place = copied(company(*(SMALL if quick else LARGE)), folder / "weight")
    cookie = cookie_of(portal_on(place), "lin")
    with serving(place) as server:
        for coding in ("br", "gzip"):
            yield from _first_load(server, cookie, coding)
        yield _fragment(server, cookie)


def _first_load(server: Server, cookie: str, coding: str) -> Iterator[Bar]:
    page = get(server, Wish("/", cookie), Accept_Encoding=coding)
    named = {found.decode() for found in FILES.findall(get(server, Wish("/", cookie), Accept_Encoding="identity").body)}
    foreign = [name for name in named if urlsplit(name).netloc]
    files = [
        get(server, Wish(urljoin("/", name), cookie), Accept_Encoding=coding)
        for name in sorted(named)
        if name not in foreign
    ]
    total = sum(_on_the_wire(answer) for answer in (page, *files)) / 1024
    yield Bar(
        f"first load of home, {coding}",
        total,
        FIRST_LOAD,
        " KiB",
        f"page {len(page.body) / 1024:.1f} KiB and {len(files)} files",
    )
    if coding == "br":
        yield Bar("requests of a first load", 1 + len(files), REQUESTS)
        yield Bar("files from outside", len(foreign), 0, note=", ".join(foreign))


def _on_the_wire(answer: Answer) -> int:
    """Body and headers as they were sent."""
    return len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())


def _fragment(server: Server, cookie: str) -> Bar:
    """The list of the idea board, as sent for the next page of it."""
    whole = get(server, Wish("/feedback/ideas", cookie), Accept_Encoding="gzip")
    part = get(
        server, Wish("/feedback/ideas?page=2", cookie), Accept_Encoding="gzip", HX_Request="true", HX_Target="idea-list"
    )
    note = f"the list of the idea board as sent ({part.headers.get('content-encoding', 'not compressed')}); whole page {len(whole.body) / 1024:.1f} KiB"
    return Bar("HTML of a fragment", len(part.body) / 1024, FRAGMENT, " KiB", note)
