"""The outbox's own periodic jobs."""

from datetime import timedelta

from vcs.outbox import services
from vcs.outbox.registry import periodic

KEEP_SENT = timedelta(days=14)
KEEP_SLOTS = timedelta(days=35)
KEEP_BEATS = timedelta(days=1)


@periodic("outbox.prune", every=timedelta(hours=1))
def prune() -> None:
    """Throw away what was delivered long ago."""
    services.prune_finished(older_than=KEEP_SENT)
    services.prune_slots(older_than=KEEP_SLOTS)
    services.prune_workers(older_than=KEEP_BEATS)
