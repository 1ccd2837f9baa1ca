"""Tables of change control, one subject a file."""
