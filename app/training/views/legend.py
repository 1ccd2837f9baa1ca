"""Where the things of a text are found in the company's tool."""

from collections.abc import Iterable
from typing import Any

from app.foundation.i18n import language
from app.training.content.lens import marked_terms
from app.training.queries import supplements


def legend_of(texts: Iterable[str]) -> dict[str, Any]:
    """What the macro `tool_legend` needs: the lens, and the places of the words these texts mark."""
    told = [str(text) for text in texts]
    lens = supplements.current_lens() if any(marked_terms(text) for text in told) else None
    return {"lens": lens, "legend": lens.legend(told, language()) if lens else []}
