"""What may stand against a write: facts that the page then explains."""


class AlreadyAnswered(Exception):
    """Somebody has answered this turn meanwhile, or it is over."""


class StillWaiting(Exception):
    """The last turn waits for an answer: nothing is solved or asked again before."""


class StaleDraft(Exception):
    """The draft has changed since the form was opened."""


class DraftClosed(Exception):
    """The draft was published or dropped."""


class NameTaken(Exception):
    """Another open draft has this id."""
