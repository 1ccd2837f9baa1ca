"""What ambassadors announces."""

from app.ambassadors.events.appointments import AppointmentAnswered, AppointmentEnded, PersonNominated

__all__ = ["AppointmentAnswered", "AppointmentEnded", "PersonNominated"]
