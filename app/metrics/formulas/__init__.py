"""Every figure as a pure function of plain rows: no database, no request, no clock."""
