"""The one thing about recognition that is written: who may see it."""

from app.ambassadors.models import RecognitionChoice
from app.foundation import clock
from app.foundation.db import db, insert_new


def choose_visibility(*, person_id: int, visible: bool) -> None:
    """Let colleagues see for what one is thanked, or not."""
    facts = {"visible": visible, "chosen_at": clock.now()}
    if not insert_new(RecognitionChoice, [{"person_id": person_id, **facts}]):
        choice = db.session.get_one(RecognitionChoice, person_id, populate_existing=True)
        choice.visible, choice.chosen_at = visible, facts["chosen_at"]  # type: ignore[assignment]
        db.session.flush()
