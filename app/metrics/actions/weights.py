"""New versions of the weights, for months to come; and the policy that publication rests on."""

from collections.abc import Mapping
from datetime import date

from app.foundation import audit, clock
from app.foundation.db import db
from app.metrics.models import ScorePolicy, ScoreWeights

WHOLE = 100


class NotWhole(Exception):
    """The weights do not sum to 100."""


class PeriodBegun(Exception):
    """Weights are announced before their first month begins."""


def save_weights(*, weights: Mapping[str, int], valid_from: date, reason: str, by_id: int | None) -> ScoreWeights:
    """Save a version that holds from the first day of a month to come. Raises NotWhole, PeriodBegun."""
    if sum(weights.values()) != WHOLE or any(not 0 <= value <= WHOLE for value in weights.values()):
        raise NotWhole
    if valid_from <= clock.today() or valid_from.day != 1:
        raise PeriodBegun
    row = ScoreWeights(
        valid_from=valid_from, weights=dict(weights), saved_at=clock.now(), saved_by_id=by_id, reason=reason
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        act="weights:saved",
        subject=("weights", row.id),
        actor_id=by_id,
        after={"valid_from": valid_from.isoformat(), **weights},
        reason=reason,
    )
    return row


def record_policy(
    *, title: str, document: str, channel: str, adopted_on: date, by_id: int | None, allows: bool = True
) -> ScorePolicy:
    """Record a policy, or with `allows` False that it was withdrawn: from then on nobody sees the score of another."""
    row = ScorePolicy(
        title=title,
        document=document,
        channel=channel,
        adopted_on=adopted_on,
        allows=allows,
        recorded_at=clock.now(),
        recorded_by_id=by_id,
    )
    db.session.add(row)
    db.session.flush()
    act = "policy:recorded" if allows else "policy:withdrawn"
    audit.record(act=act, subject=("score_policy", row.id), actor_id=by_id, after={"title": title})
    return row
