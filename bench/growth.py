"""Page time with ten times the data."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.bars import Bar
from bench.browser import get, median_seconds, portal_on
from bench.company import LARGE, SMALL, TINY, company, copied
from bench.pages import BUSY
from bench.server import serving

LIMIT = 1.5


def growth(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """Each busy page on a company and on one ten times as large, in turns."""
    sizes = (TINY, SMALL) if quick else (SMALL, LARGE)
    few, many = (copied(company(*size), folder / f"growth-{size[0]}") for size in sizes)
    portals = [portal_on(place) for place in (few, many)]
    with serving(few) as small, serving(many) as large:
        for page in BUSY:
            both = zip((small, large), portals, strict=True)
            asked = [(server, page.wish(portal, server)) for server, portal in both]
            for one in asked:
                get(*one)
            pairs = [[median_seconds(*one, times=5) for one in asked] for _turn in range(2 if quick else 4)]
            slow, fast = median(after for _, after in pairs), median(before for before, _ in pairs)
            ratio = median(after / before for before, after in pairs)
            yield Bar(
                f"growth of {page.name}",
                ratio,
                LIMIT,
                "×",
                f"{slow * 1000:.0f} ms against {fast * 1000:.0f} ms with a tenth of the data",
            )
