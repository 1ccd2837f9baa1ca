"""Reads: completion records, their columns and totals, and the log of exports."""
