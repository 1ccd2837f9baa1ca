"""What change control announces."""
