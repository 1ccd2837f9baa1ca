"""Pages of superusers and ambassadors, one noun a file."""

from app.ambassadors.views import appointments, board, nominations, sections
from app.ambassadors.views.blueprint import blueprint

__all__ = ["appointments", "blueprint", "board", "nominations", "sections"]
