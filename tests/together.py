"""Things that happen at the same moment."""

from collections.abc import Callable
from threading import Thread


def at_once(act: Callable[[], None], times: int) -> None:
    """Run an act in several threads and wait for all of them."""
    threads = [Thread(target=act) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
