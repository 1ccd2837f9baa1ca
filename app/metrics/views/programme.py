"""The roll-out by wave, and the rows behind each of its figures."""

from flask import Response, abort, request
from flask_login import current_user

from app.foundation.pages import page
from app.foundation.paging import page_in
from app.foundation.security import requires
from app.metrics import texts
from app.metrics.formulas.marks import Found, Row
from app.metrics.formulas.numbers import rounded
from app.metrics.formulas.waves import WINDOW
from app.metrics.policies import may_see_figures
from app.metrics.queries.definitions import PARTS, lines_of, side_of
from app.metrics.queries.programme import wave_line, wave_lines
from app.metrics.texts.programme import FIGURES
from app.metrics.views.blueprint import blueprint
from app.metrics.views.dashboard import asked_scope
from app.metrics.views.definitions import written
from app.training.queries.waves import Ready
from app.training.texts import WAVE_KINDS

WAVES = 6
STATES = (Ready.in_progress, Ready.not_begun)
"""What the people who are not ready are divided by."""


@blueprint.get("/programme")
@requires(may_see_figures)
def show_programme() -> Response:
    """Each wave with its go-live, how ready its people are, its training, its helpers and its use of the tool."""
    form, scope, status = asked_scope()
    lines = wave_lines(scope)
    return page(
        "metrics/programme.html",
        fragments={"wave-list"},
        status=status,
        form=form,
        scope=scope,
        lines=lines,
        found=page_in(lines, number=request.args.get("page", 1, type=int), size=WAVES),
        names={node.department.code: node for node in scope.nodes},
        definitions=FIGURES,
        kinds=WAVE_KINDS,
        states=Ready,
        window=WINDOW,
        texts=texts,
        rounded=rounded,
        written=written,
    )


@blueprint.get("/programme/<int:wave_id>/<name>")
@requires(may_see_figures)
def show_wave_rows(wave_id: int, name: str) -> Response:
    """The rows that a figure of a wave was counted from."""
    part, words = request.args.get("part", "denominator"), request.args.get("q", "")[:100]
    if name not in FIGURES or part not in (*PARTS, *(STATES if name == "ready" else ())):
        abort(404)
    form, scope, status = asked_scope()
    line = wave_line(scope, wave_id) or abort(404)
    found = line.figures[name]
    return page(
        "metrics/programme_rows.html",
        fragments={"row-list"},
        status=status,
        form=form,
        scope=scope,
        line=line,
        name=name,
        definition=FIGURES[name],
        found=found,
        part=part,
        counts={each: len(_side(found, each)) for each in (*PARTS, *STATES)},
        rows=lines_of(_side(found, part), scope.nodes, current_user, words, request.args.get("page", 1, type=int)),
        words=words,
        texts=texts,
        rounded=rounded,
        written=written,
    )


def _side(found: Found, part: str) -> list[Row]:
    return [row for row in found.rows if row.group == part] if part in STATES else side_of(found, part)
