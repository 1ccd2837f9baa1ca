"""Requests per second of the busiest pages, each beside the bare view, in turns on the same machine."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.bars import Bar
from bench.browser import Wish, get, load, portal_on
from bench.company import LARGE, SMALL, company, copied
from bench.pages import BUSY
from bench.server import Server, serving

LIMIT = 1 / 3


def throughput(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """Each busy page against the bare view."""
    place = copied(company(*(SMALL if quick else LARGE)), folder / "throughput")
    portal = portal_on(place)
    seconds, turns = (2, 1) if quick else (4, 2)
    with serving(place) as server, serving(place, "bench.bare:app") as bare:
        for page in BUSY:
            wish = page.wish(portal, server)
            get(server, wish)
            found = [_turn(server, bare, wish, seconds) for _ in range(turns)]
            ratio = median(own / plain for own, plain in found)
            own, plain = (median(column) for column in zip(*found, strict=True))
            yield Bar(
                f"throughput of {page.name}",
                ratio,
                LIMIT,
                note=f"{own:.0f} against {plain:.0f} requests/s of the bare view",
                at_least=True,
            )


def _turn(server: Server, bare: Server, wish: Wish, seconds: float) -> tuple[float, float]:
    plain = load(bare, Wish("/"), seconds).per_second
    own = load(server, wish, seconds).per_second
    return own, (plain + load(bare, Wish("/"), seconds).per_second) / 2
