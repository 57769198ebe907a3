"""Keeping leases while their messages are being delivered, for as long as is believable."""

import logging
import threading
import time
from datetime import timedelta

from django.db import DatabaseError

from vcs.core.errors import Busy
from vcs.outbox import services
from vcs.outbox.connections import close_connections, tidy_connections
from vcs.outbox.messages import Claim

RENEWALS_PER_LEASE = 3

logger = logging.getLogger(__name__)


class LeaseKeeper:
    """A thread that renews what is held; a message held longer than `longest` is let go.

    Letting go makes the message due again elsewhere: its handler hangs, and `overdue` says so.
    """

    def __init__(self, lease: timedelta, longest: timedelta) -> None:
        self.lease = lease
        self.longest = longest.total_seconds()
        self._held: dict[int, tuple[Claim, float]] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease-keeper", daemon=True)

    def __enter__(self) -> "LeaseKeeper":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(timeout=5)

    def hold(self, claims: list[Claim]) -> None:
        """Keep these from now on."""
        since = time.monotonic()
        with self._lock:
            self._held.update({claim.message.id: (claim, since) for claim in claims})

    def drop(self, claims: list[Claim]) -> None:
        """Keep these no longer: they are finished or given back."""
        with self._lock:
            for claim in claims:
                self._held.pop(claim.message.id, None)

    def overdue(self) -> list[Claim]:
        """What has been held longer than any handler should take."""
        limit = time.monotonic() - self.longest
        with self._lock:
            return [claim for claim, since in self._held.values() if since < limit]

    def _run(self) -> None:
        pause = self.lease.total_seconds() / RENEWALS_PER_LEASE
        while not self._stopping.wait(pause):
            self._renew(pause)
        close_connections()

    def _renew(self, pause: float) -> None:
        now = time.monotonic()
        with self._lock:
            ages = [(claim, now - since) for claim, since in self._held.values()]
        # A fresh lease needs no renewal, so quick messages cost no write here.
        due = [claim for claim, age in ages if pause / 2 < age < self.longest]
        if not due:
            return
        try:
            services.renew_leases(due, self.lease)
        except (DatabaseError, Busy) as error:
            logger.warning("leases could not be renewed: %s", error)
            tidy_connections()
