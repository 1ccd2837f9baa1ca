"""The answers among posted fields, whose names are made by content."""

from __future__ import annotations

import re

from werkzeug.datastructures import MultiDict

from app.training.content import ordering

_NAME = re.compile(r"[fmoqs][1-9][0-9]{0,2}")
_RANK = re.compile(r"([oq][1-9][0-9]{0,2})-([1-9][0-9]?)")
_MOVE = re.compile(r"([oq][1-9][0-9]{0,2})-([1-9][0-9]?)-(up|down)")
_SHEET = {"csrf_token", "token", "stage", "step", "at"}
LONGEST_NAME = 20
MOST_VALUES = 100
LONGEST = 5_000


def posted_answers(posted: MultiDict[str, str]) -> dict[str, list[str]]:
    """The answers among posted fields: lists of texts by input name, bounded in number and length.

    Ranks of things to put in order come one by one (`o1-3`) and become one list; a button that moves one of them
    (`move`) is carried out.
    """
    answers = {
        name: [value[:LONGEST] for value in values[:MOST_VALUES]]
        for name, values in posted.lists()
        if _NAME.fullmatch(name)
    }
    return _moved(answers | _ranks(posted), posted.get("move", ""))


def posted_operation(posted: MultiDict[str, str]) -> dict[str, str]:
    """What is to be done in a mini-world: all posted fields but those of the sheet; the world itself judges them."""
    return {
        name: value[:LONGEST].replace("\r\n", "\n")
        for name, value in list(posted.items())[:MOST_VALUES]
        if name not in _SHEET and len(name) <= LONGEST_NAME
    }


def moved_button(posted: MultiDict[str, str]) -> str:
    """The button that moved something, `o1-3-up`, or an empty string."""
    name = posted.get("move", "")
    return name if _MOVE.fullmatch(name) else ""


def _ranks(posted: MultiDict[str, str]) -> dict[str, list[str]]:
    found: dict[str, dict[int, str]] = {}
    for name, value in posted.items():
        if part := _RANK.fullmatch(name):
            found.setdefault(part[1], {})[int(part[2])] = value[:LONGEST]
    return {name: [typed.get(place, "") for place in range(1, max(typed) + 1)] for name, typed in found.items()}


def _moved(answers: dict[str, list[str]], button: str) -> dict[str, list[str]]:
    told = _MOVE.fullmatch(button)
    if not told or told[1] not in answers:
        return answers
    typed = answers[told[1]]
    steps = -1 if told[3] == "up" else 1
    return answers | {told[1]: ordering.moved(typed, len(typed), int(told[2]) - 1, steps)}
