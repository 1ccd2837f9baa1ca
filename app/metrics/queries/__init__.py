"""What metrics reads: rows for the formulas, aggregates for the dashboard, rows behind each number."""
