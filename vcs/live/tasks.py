"""The event log's own periodic job."""

from datetime import timedelta

from vcs.live import services
from vcs.outbox import periodic

KEEP_EVENTS = timedelta(days=7)


@periodic("live.prune", every=timedelta(hours=1))
def prune() -> None:
    """Throw away events so old that a client fetches everything anew anyway."""
    services.prune_events(older_than=KEEP_EVENTS)
