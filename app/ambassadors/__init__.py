"""Superusers of departments and ambassadors of project groups: appointments and coverage."""
