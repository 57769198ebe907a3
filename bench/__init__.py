"""Measured figures of the service: `make bench`, or `python -m bench --only outbox`."""
