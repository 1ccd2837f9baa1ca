"""Uptake: the portal that makes a company really use its project-management software."""

from app.assembly import create_app

__all__ = ["create_app"]
