"""Completion records that open right in a spreadsheet and reconcile to the row."""
