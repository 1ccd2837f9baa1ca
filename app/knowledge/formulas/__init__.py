"""Pure reckoning of knowledge."""
