"""Memory of one worker process after it has served every busy page under load."""

from collections.abc import Iterator
from pathlib import Path

from bench.bars import Bar
from bench.browser import get, load, portal_on
from bench.company import LARGE, SMALL, company, copied
from bench.pages import BUSY
from bench.server import serving

LIMIT = 150.0


def memory(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """Resident memory of the largest worker at the end."""
    place = copied(company(*(SMALL if quick else LARGE)), folder / "memory")
    portal = portal_on(place)
    with serving(place) as server:
        before = server.memory()
        for page in BUSY:
            wish = page.wish(portal, server)
            get(server, wish)
            load(server, wish, 1 if quick else 4)
        yield Bar(
            "memory of a worker after the load", server.memory(), LIMIT, " MiB", f"{before:.0f} MiB when it had started"
        )
