"""Change requests, the ballots of the change control board, decisions and releases."""
