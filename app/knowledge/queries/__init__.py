"""Reads of knowledge."""
