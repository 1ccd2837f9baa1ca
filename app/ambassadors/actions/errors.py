"""Why a write about appointments is refused."""


class AlreadyNominated(Exception):
    """The person has an open appointment for this unit."""


class Answered(Exception):
    """Somebody was faster: it is no longer in the state that was seen."""


class DeputyNamedAlready(Exception):
    """Somebody stands in on one of these days already."""
