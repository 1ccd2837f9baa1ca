"""Forms of change control: wording and rules of each field."""
