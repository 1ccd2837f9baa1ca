"""What is said in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

Language: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Both(Generic[T_co]):
    """One thing in both languages."""

    zh: T_co
    en: T_co

    def of(self, language: str) -> T_co:
        """The Chinese one for `zh` and its regional forms, else the English one."""
        return self.zh if language.lower().startswith("zh") else self.en


Text: TypeAlias = Both[str]
"""Plain text, or safe HTML where the strings are `Markup`."""

NOTHING: Text = Both("", "")


def alone(value: T) -> Both[T]:
    """What one language's file says, before it meets the other's."""
    return Both(value, value)
