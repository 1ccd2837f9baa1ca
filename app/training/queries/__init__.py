"""What training knows: published content, how far somebody is, certificates, records."""

from app.training.queries.shelf import continue_learning, open_assignments

__all__ = ["continue_learning", "open_assignments"]
