"""Writes of knowledge. Callers say what happened; nothing here commits."""
