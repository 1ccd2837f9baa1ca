"""What appointments do when other features say something happened."""

from app.ambassadors.actions import pass_gate
from app.training.events import PathCompleted
from app.training.queries.certificates import certificate_numbered


def pass_the_gate(event: PathCompleted) -> None:
    """Who is in office and waited for this certificate, or renewed it, counts with it."""
    certificate = certificate_numbered(event.certificate_number)
    if certificate is not None:
        pass_gate(certificate=certificate)
