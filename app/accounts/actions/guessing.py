"""Codes are not found by trying: wrong ones are counted for each person, whatever room they were meant for."""

from app.accounts.actions.sign_in import count_guess
from app.accounts.queries.sign_in import WINDOW, seconds_until_free, throttle_subject

GUESSES = 10
GUESSING = "check-in"


class WrongCode(Exception):
    """Not the code of this minute or the one before; it was counted."""


class TooManyGuesses(Exception):
    """Too many wrong codes; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def refuse_guessing(person_id: int) -> None:
    """Let nobody try who has tried too often. Raises TooManyGuesses."""
    wait = seconds_until_free(throttle_subject(GUESSING, str(person_id)), GUESSES, WINDOW)
    if wait:
        raise TooManyGuesses(wait)


def count_wrong_code(person_id: int) -> None:
    """Count a wrong code for good, though the request that brought it is answered with an error. Raises WrongCode."""
    count_guess(kind=GUESSING, text=str(person_id))
    raise WrongCode
