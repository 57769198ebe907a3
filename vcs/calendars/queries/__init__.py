"""What feeds are made from and answered with; each a fixed number of SQL queries."""
