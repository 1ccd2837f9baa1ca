"""The registry of metrics, and the page of each: what it means, what it is in a scope, and the rows behind it."""

from flask import Response, abort, request
from flask_login import current_user

from app.foundation.i18n import speaking
from app.foundation.pages import page
from app.foundation.search import folded
from app.foundation.security import requires
from app.metrics import texts
from app.metrics.formulas.numbers import Number, rounded
from app.metrics.policies import may_see_figures
from app.metrics.queries.definitions import PARTS, figure, lines_of, side_of
from app.metrics.texts import Definition
from app.metrics.views.blueprint import blueprint
from app.metrics.views.dashboard import asked_scope
from app.metrics.views.goals import goal_of
from app.metrics.views.months import months_of


@blueprint.get("/definitions")
@requires(may_see_figures)
def show_definitions() -> Response:
    """Every metric of the registry by subject."""
    words = request.args.get("q", "")[:100]
    groups = [(group.title, [each for each in group.definitions if _matches(each, words)]) for group in texts.GROUPS]
    found = [(title, definitions) for title, definitions in groups if definitions]
    return page("metrics/definitions.html", fragments={"definition-list"}, groups=found, words=words, texts=texts)


def _matches(definition: Definition, words: str) -> bool:
    told = folded(definition.code, str(definition.title), str(definition.words), str(definition.source))
    return all(word in told for word in folded(words).split())


@blueprint.get("/definitions/<code>")
@requires(may_see_figures)
def show_definition(code: str) -> Response:
    """One metric with everything that is to be said of it, its value in a scope, and the rows behind the value."""
    if code not in texts.DEFINITIONS:
        abort(404)
    definition, part = texts.DEFINITIONS[code], request.args.get("part", "denominator")
    if part not in PARTS:
        abort(404)
    form, scope, status = asked_scope(with_paths="path" in definition.dimensions)
    found = figure(definition, scope)
    rows, words = side_of(found.found, part), request.args.get("q", "")[:100]
    return page(
        "metrics/definition.html",
        fragments={"row-list"},
        status=status,
        form=form,
        scope=scope,
        definition=definition,
        names=_in_both_languages(definition),
        figure=found,
        part=part,
        counts={name: len(side_of(found.found, name)) for name in PARTS},
        rows=lines_of(rows, scope.nodes, current_user, words, request.args.get("page", 1, type=int)),
        words=words,
        texts=texts,
        written=written,
        rounded=rounded,
        **months_of(definition, scope),
        **goal_of(definition, scope, found.found),
    )


def _in_both_languages(definition: Definition) -> dict[str, str]:
    names = {}
    for tongue in ("zh", "en"):
        with speaking(tongue):
            names[tongue] = str(definition.title)
    return names


def written(number: Number) -> str:
    """A number without decimals where it has none, else with two."""
    return rounded(number, 0 if number == int(number) else 2) or ""
