"""Forms of feedback: wording and rules of each field, by subject."""
