"""Things that happen at the same moment."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread


def at_once(act: Callable[[], None], times: int) -> None:
    """Run an act in several threads and wait for all of them."""
    threads = [Thread(target=act) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def answers_at_once(calls: Sequence[Callable[[], int]]) -> list[int]:
    """Make different calls in threads that begin together; what they gave, in no order."""
    gate, answers = Barrier(len(calls)), list[int]()

    def run(call: Callable[[], int]) -> None:
        gate.wait()
        answers.append(call())

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
