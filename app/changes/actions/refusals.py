"""What may stand against a round, a ballot or a deputy: facts that the page then explains."""


class RoundRefused(Exception):
    """A round cannot be opened; `why` is `no_rule`, `not_on_agenda`, `open_already`, `not_emergency` or `nobody_eligible`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class RoundNotFound(LookupError):
    """There is no such round."""


class RoundClosed(Exception):
    """The round takes no ballots and no other acts any more."""


class ResultOpen(Exception):
    """A ballot that is still out could change the result, so the round stays open."""


class BallotRefused(Exception):
    """Base of all reasons for which a ballot does not count."""


class NotOnRoll(BallotRefused):
    """The seat is not one of the caster's: neither a member's own nor one deputised for today."""


class SeatRecused(BallotRefused):
    """The member takes no part in this round."""


class OwnMatter(BallotRefused):
    """Whoever wrote or owns the change, or wrote an idea behind it, does not decide on it, for nobody's seat."""


class TextChanged(BallotRefused):
    """The change reads differently than on the page that the ballot was cast from."""


class MemberSpoke(BallotRefused):
    """The member has cast the ballot in person; a deputy does not change it."""


class DeputyRefused(Exception):
    """A deputy cannot be named; `why` is `oneself`, `cannot_act`, `past`, `overlap` or `chain`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
