"""The rows behind P2, P3 and P4: as the page of a round shows them, only where nobody can be found out."""

from fractions import Fraction

from app.metrics.formulas import pulse
from app.metrics.formulas.marks import Facts, Found, RoundRow, Row
from app.metrics.formulas.numbers import Number, Ratio, wilson
from app.metrics.formulas.suppression import shown_groups, tells_nobody

NOT_MEASURED, SUPPRESSED, REST, FIRST = "not_measured", "suppressed", "", "barrier"


def response(facts: Facts) -> Found:
    """P2: people who answered of people asked, by department where as many answered as may be shown."""
    row = _round(facts)
    if row is None:
        return Found("share", reason=NOT_MEASURED)
    counts = {code: len(row.given["all"][code]) for code in row.asked}
    shown = shown_groups(counts)
    if facts.single:
        hidden = counts[facts.single] and facts.single not in shown
        return Found("share", reason=SUPPRESSED) if hidden else Found("share", (_asked(row, facts.single),))
    others = [_asked(row, code) for code in row.asked if code not in shown]
    rest = Row("department", REST, sum(one.above for one in others), sum(one.below for one in others))
    rows = [_asked(row, code) for code in row.asked if code in shown]
    return Found("share", (*rows, *([rest] if rest.below else [])))


def _round(facts: Facts) -> RoundRow | None:
    """The round of the month; none for a department that nobody knew by this code."""
    row = facts.extra.round
    return row if row and (not facts.single or facts.single in row.asked) else None


def _asked(row: RoundRow, code: str) -> Row:
    return Row("department", code, len(row.given["all"][code]), row.asked[code])


def change(facts: Facts) -> Found:
    """P3: satisfaction of the round, less that of its baseline."""
    now, before = _both(facts)
    row = _round(facts)
    if row is None or row.baseline is None:
        return Found("total", reason=NOT_MEASURED)
    if now is None or before is None:
        return Found("total", reason=SUPPRESSED)
    if now.value is None or before.value is None:
        return Found("total")
    return Found("total", (Row("round", "now", now.value), Row("round", "baseline", -before.value)))


def intervals(facts: Facts) -> dict[str, Number | None]:
    """The 95 % intervals of both rounds: a change is clear where they do not overlap."""
    if change(facts).reason:
        return {}
    now, before = (wilson(ratio) if ratio else None for ratio in _both(facts))
    return {
        "interval_from": now[0] if now else None,
        "interval_to": now[1] if now else None,
        "baseline_from": before[0] if before else None,
        "baseline_to": before[1] if before else None,
    }


def _both(facts: Facts) -> tuple[Ratio | None, Ratio | None]:
    row = _round(facts)
    if row is None or row.baseline is None:
        return None, None
    if facts.single:
        return pulse.by_department(row.given["answer"])[facts.single], pulse.by_department(row.baseline)[facts.single]
    return pulse.company_wide(row.given["answer"]), pulse.company_wide(row.baseline)


def barriers(facts: Facts) -> Found:
    """P4: the mean of each of the five items; the first at 3.0 or less is marked."""
    row = _round(facts)
    if row is None:
        return Found("each", reason=NOT_MEASURED)
    items = {name: _answers(row, name, facts.single) for name in pulse.BARRIERS}
    if any(answers is None for answers in items.values()):
        return Found("each", reason=SUPPRESSED)
    told = {name: answers or () for name, answers in items.items()}
    first = pulse.barrier(told)
    means = {name: pulse.item_mean(answers) for name, answers in told.items()}
    return Found(
        "each",
        tuple(
            Row("item", name, mean or Fraction(), len(told[name]), FIRST if name == first else "")
            for name, mean in means.items()
            if mean is not None
        ),
    )


def _answers(row: RoundRow, name: str, single: str) -> tuple[int, ...] | None:
    by = row.given[name]
    if single:
        shown = shown_groups({code: len(given) for code, given in by.items()})
        return by[single] if single in shown or not by[single] else None
    everyone = tuple(answer for given in by.values() for answer in given)
    return everyone if tells_nobody(everyone) else None
