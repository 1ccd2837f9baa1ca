"""Writes: files of completion records, and the log of who took them."""
