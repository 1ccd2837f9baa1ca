"""Requests per second of the busiest pages, each beside the bare view, in turns on the same machine."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.bars import Bar
from bench.browser import cookie_of, get, load, portal_on
from bench.company import LARGE, SMALL, company, copied
from bench.pages import BUSY, idea_with_most
from bench.server import Server, serving

LIMIT = 1 / 3


def throughput(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """Home, path, idea board, idea page and dashboard against the bare view."""
    place = copied(company(*(SMALL if quick else LARGE)), folder / "throughput")
    portal = portal_on(place)
    cookies = {mail: cookie_of(portal, mail) for mail in {page.mail for page in BUSY}}
    seconds, turns = (2, 1) if quick else (4, 2)
    with serving(place) as server, serving(place, "bench.bare:app") as bare:
        for page in BUSY:
            address = page.address.format(idea=idea_with_most(portal))
            get(server, address, cookies[page.mail])
            found = [_turn(server, bare, address, cookies[page.mail], seconds) for _ in range(turns)]
            ratio = median(own / plain for own, plain in found)
            own, plain = (median(column) for column in zip(*found, strict=True))
            yield Bar(
                f"throughput of {page.name}",
                ratio,
                LIMIT,
                note=f"{own:.0f} against {plain:.0f} requests/s of the bare view",
                at_least=True,
            )


def _turn(server: Server, bare: Server, address: str, cookie: str, seconds: float) -> tuple[float, float]:
    plain = load(bare, "/", "", seconds).per_second
    own = load(server, address, cookie, seconds).per_second
    return own, (plain + load(bare, "/", "", seconds).per_second) / 2
