"""What may be booked, decided from plain values: no database, no clock, no request."""
