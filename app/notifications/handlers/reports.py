"""Tells those who read figures that a report is there."""

from app.foundation.mail import Attachment
from app.notifications.actions.announcing import announce
from app.notifications.events import ReportMade


def tell_of_report(event: ReportMade) -> None:
    """Each reader hears of a report once, with the file of what they may see."""
    data = {
        "report": event.report_id,
        "period": event.period,
        "first_day": event.first_day.isoformat(),
        "last_day": event.last_day.isoformat(),
    }
    name = f"{event.period}.csv"
    files = {person: Attachment(name, "text/csv", text) for person, text in event.files.items()}
    key, kind = f"report:{event.kind}:{event.period}", f"report_{event.kind}"
    announce(key=key, kind=kind, data=data, people=tuple(event.files), attachments=files)
