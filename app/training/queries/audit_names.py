"""What paths and roll-out waves are called in the audit trail, which keeps their ids."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from app.accounts.queries.audit_names import together
from app.foundation.db import db
from app.foundation.i18n import language
from app.training.models import RolloutWave, TrainingPath


def path_names(ids: Collection[int]) -> Mapping[int, str]:
    """Title and code of paths."""
    paths = db.session.scalars(sa.select(TrainingPath).where(TrainingPath.id.in_(ids)))
    return {one.id: together(one.title(language()), one.code) for one in paths}


def wave_names(ids: Collection[int]) -> Mapping[int, str]:
    """Names of waves."""
    waves = db.session.scalars(sa.select(RolloutWave).where(RolloutWave.id.in_(ids)))
    return {one.id: one.title(language()) for one in waves}
