"""Who may do what with change requests, ballots and releases."""
