"""The product with one more address that takes a while, for a server that is asked to stop meanwhile."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from wsgi import app as portal

SECONDS = 1.5


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer /slow after a while; everything else is the product's."""
    if environ["PATH_INFO"] == "/slow":
        time.sleep(SECONDS)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"finished"]
    return portal(environ, start_response)
