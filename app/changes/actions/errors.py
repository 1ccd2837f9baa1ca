"""What may stand against a write: facts that the page then explains."""

from flask_babel.speaklater import LazyString

from app.changes.queries.clashes import Clash


class ChangeNotFound(LookupError):
    """There is no such change request."""


class StaleChange(Exception):
    """The change request has changed since the form was opened; look at the present state and decide again."""


class MoveNotListed(Exception):
    """The change request may not go from its state to the wanted one."""


class GuardFailed(Exception):
    """The move is listed, but something is missing; `sentence` says what, for the reader."""

    def __init__(self, sentence: LazyString | str) -> None:
        super().__init__(str(type(self).__name__))
        self.sentence = sentence


class WindowClashes(Exception):
    """Something stands against a window: freezes, or changes to the same area."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__(len(clashes))
        self.clashes = clashes
