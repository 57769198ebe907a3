"""Database connections of threads that live as long as their process."""

from django.db import connections


def tidy_connections() -> None:
    """After a piece of work: drop a connection that broke, keep the others for the next piece."""
    for connection in connections.all(initialized_only=True):
        if connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()


def close_connections() -> None:
    """At the end of a thread: close what it opened."""
    connections.close_all()
