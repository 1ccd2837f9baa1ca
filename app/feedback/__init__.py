"""Ideas: submitted, voted on, answered; every voter hears the outcome."""
