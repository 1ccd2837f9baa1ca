"""What the world says when something cannot be done."""

from __future__ import annotations


class Refused(Exception):
    """An operation that the world does not take. `field` names the input, `sentence` is an English msgid.

    `values` fill its placeholders; a `Text` among them is said in the reader's language.
    """

    def __init__(self, field: str, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
        self.values = values


def N_(sentence: str) -> str:  # noqa: N802 (the name that catalogues are collected by)
    """Mark a sentence to be translated where it is shown."""
    return sentence
