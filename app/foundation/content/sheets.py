"""A written file taken apart: front matter above, Markdown below; and what no Markdown of ours may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, line_of, parse


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of the front matter (its first line is line 2 of the file) and the blocks below it."""

    front: str
    nodes: list[Node]


def read_sheet(text: str, keys: str, notebook: Notebook) -> Sheet | None:
    """Split a file; None where it has no front matter. `keys` names, for the fault, what should stand in it."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    notebook.lines = lines
    ends = [number for number, line in enumerate(lines) if line.strip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        notebook.fault(1, f"The file must begin with front matter between two lines of “---” ({keys}, …).")
        return None
    body = [""] * (ends[1] + 1) + lines[ends[1] + 1 :]
    return Sheet("\n".join(lines[1 : ends[1]]), parse("\n".join(body)))


def refuse_pictures(nodes: list[Node], notebook: Notebook) -> None:
    """A fault for each picture."""
    for node in nodes:
        for inner in node.walk():
            if inner.type == "image":
                notebook.fault(line_of(inner), "Pictures are not shown; say it in words or in a table.")


def note_cut_rows(nodes: list[Node], notebook: Notebook) -> None:
    """Advice on rows with more cells than their table has columns: what is too much is shown nowhere."""
    for row in (inner for node in nodes for inner in node.walk() if inner.type == "tr"):
        line = line_of(row)
        cells = re.split(r"(?<!\\)\|", notebook.lines[line - 1].strip(" >").removeprefix("|").removesuffix("|"))
        if len(cells) > len(row.children):
            told = f"The row has {len(cells)} cells and its table {len(row.children)} columns, so its end is cut off"
            notebook.advise(line, f"{told}; write a stroke within a cell as “\\|”.")
