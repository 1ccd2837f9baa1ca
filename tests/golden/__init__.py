"""The golden company and its variants."""

import copy
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
COMPANY: dict[str, Any] = json.loads((FOLDER / "company.json").read_text(encoding="utf-8"))
EXPECTED_TEXT = (FOLDER / "expected.json").read_text(encoding="utf-8")
EXPECTED: dict[str, Any] = json.loads(EXPECTED_TEXT)


def variant() -> dict[str, Any]:
    """A copy of the company to change."""
    return copy.deepcopy(COMPANY)
