"""Forms of accounts: wording and rules of the fields."""
