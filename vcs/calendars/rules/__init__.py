"""What a calendar program is told, from plain values: no database, no clock, no request."""
