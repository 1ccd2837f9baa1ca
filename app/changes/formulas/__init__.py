"""Rules of change control as pure functions: no database, no request, no clock."""
