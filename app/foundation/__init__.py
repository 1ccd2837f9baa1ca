"""Database, events, jobs, pages, forms, security, languages, clock and mail: no business words live here."""
