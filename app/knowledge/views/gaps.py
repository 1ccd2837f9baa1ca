"""What is missing, and how much the articles answer."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.paging import Page
from app.foundation.security import requires
from app.knowledge.labels import GAPS
from app.knowledge.models.searches import Gap
from app.knowledge.policies import may_see_gaps
from app.knowledge.queries.gaps import (
    MEASURED_DAYS,
    Kept,
    kept_articles,
    measured,
    refused_articles,
    sought_in_vain,
    stale_articles,
)
from app.knowledge.views import blueprint


@blueprint.get("/knowledge/gaps")
@requires(may_see_gaps)
def show_gaps() -> Response:
    """Searched in vain, found and not solved, past its time, did not help; and K1 to K4."""
    asked = request.args.get("view", "")
    gap = Gap(asked) if asked in Gap.__members__ else Gap.empty
    kept = kept_articles(language())
    q = request.args.get("q", "")[:100]
    return page(
        "knowledge/gaps.html",
        fragments={"gap-list"},
        gap=gap,
        gaps=GAPS,
        q=q,
        days=MEASURED_DAYS,
        found=_found(gap, kept, q),
        figures=measured(kept),
    )


def _found(gap: Gap, kept: Sequence[Kept], q: str) -> Page[Any]:
    number = request.args.get("page", 1, type=int) or 1
    if gap is Gap.stale:
        return stale_articles(kept, q=q, number=number)
    if gap is Gap.refused:
        return refused_articles(language(), q=q, number=number)
    return sought_in_vain(gap, q=q, number=number)
