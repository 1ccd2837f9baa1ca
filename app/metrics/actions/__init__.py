"""What is written by metrics."""
