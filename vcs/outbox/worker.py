"""The embedded worker: one loop that claims and records, a few threads that run handlers."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError

from vcs.core import clock
from vcs.core.errors import Busy
from vcs.outbox import queries, services, wake
from vcs.outbox.connections import close_connections, tidy_connections
from vcs.outbox.execution import execute
from vcs.outbox.keeping import LeaseKeeper
from vcs.outbox.messages import Claim, Outcome
from vcs.outbox.scheduler import Scheduler

LONGEST_SLEEP_SECONDS = 1.0
AFTER_DATABASE_ERROR_SECONDS = 1.0
BEAT_SECONDS = 10.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How much a worker takes on, and for how long it may hold it."""

    threads: int = 4
    prefetch: int = 64
    lease: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(seconds=25)


class Every:
    """Says yes at most once in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.next = 0.0

    def due(self) -> bool:
        """Whether the time has come; the next time is then that much later."""
        if time.monotonic() < self.next:
            return False
        self.next = time.monotonic() + self.seconds
        return True


class Worker:
    """Claims due messages, has them delivered in threads, records outcomes many at a time.

    Several may run on one database. Killed anywhere, it leaves leases that run out.
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.started_at = clock.now()
        self.scheduler = Scheduler()
        self.keeper = LeaseKeeper(self.options.lease, self.options.longest)
        self.running: dict[Future[Outcome], Claim] = {}
        self.unrecorded: list[Outcome] = []
        self.awake = threading.Event()
        self.stopping = threading.Event()
        self.beat = Every(BEAT_SECONDS)
        self.tick = Every(LONGEST_SLEEP_SECONDS)

    def stop(self) -> None:
        """Claim no more, finish what runs, give back the rest; may be called from a signal."""
        self.stopping.set()
        self.awake.set()

    def run(self) -> bool:
        """Work until stopped; False if a handler hangs and only the end of the process helps."""
        ears = wake.listen(wake.OUTBOX, lambda _hint: self.awake.set())
        pool = ThreadPoolExecutor(self.options.threads, thread_name_prefix="outbox")
        with self.keeper:
            while not self.stopping.is_set() and not self.keeper.overdue():
                self.awake.clear()
                self.awake.wait(self._guarded(lambda: self._turn(pool)))
            healthy = self._end(pool)
        for ear in ears:
            ear.stop()
        return healthy

    def _guarded(self, turn: Callable[[], float]) -> float:
        try:
            return turn()
        except (DatabaseError, Busy) as error:
            logger.warning("the outbox waits for its database: %s", error)
            tidy_connections()
            return AFTER_DATABASE_ERROR_SECONDS

    def _turn(self, pool: ThreadPoolExecutor) -> float:
        """One round; gives how long to sleep unless woken."""
        self._record()
        if self.beat.due():
            services.record_beat(self.name, self.started_at)
        if self.tick.due():
            self._look_after_others()
        free = self.options.prefetch - len(self.running)
        if free * 2 < self.options.prefetch:
            return LONGEST_SLEEP_SECONDS
        return self._claim(pool, free)

    def _look_after_others(self) -> None:
        self.scheduler.tick()
        expiry = queries.next_expiry()
        if expiry is not None and expiry <= clock.now():
            services.release_expired()

    def _claim(self, pool: ThreadPoolExecutor, limit: int) -> float:
        # A read first: on SQLite every commit of anybody wakes us, and claiming takes the write
        # lock.
        due = queries.next_due()
        if due is None:
            return LONGEST_SLEEP_SECONDS
        pause = (due - clock.now()).total_seconds()
        if pause > 0:
            return min(pause, LONGEST_SLEEP_SECONDS)
        claims = services.claim_messages(limit=limit, lease=self.options.lease)
        self.keeper.hold(claims)
        for claim in claims:
            future = pool.submit(_deliver, claim)
            self.running[future] = claim
            future.add_done_callback(lambda _: self.awake.set())
        return LONGEST_SLEEP_SECONDS

    def _record(self) -> None:
        for future in [future for future in self.running if future.done()]:
            del self.running[future]
            if not future.cancelled():
                self.unrecorded.append(future.result())
        if self.unrecorded:
            services.record_outcomes(self.unrecorded)
            self.keeper.drop([outcome.claim for outcome in self.unrecorded])
            self.unrecorded = []

    def _end(self, pool: ThreadPoolExecutor) -> bool:
        unbegun = [claim for future, claim in self.running.items() if future.cancel()]
        grace = self.options.grace.total_seconds() if self.stopping.is_set() else 0
        begun = [future for future in self.running if not future.cancelled()]
        late = wait(begun, timeout=grace).not_done
        self._guarded(lambda: self._give_back(unbegun))
        # Waits for threads that are all idle, so that they close their connections.
        pool.shutdown(wait=not late)
        close_connections()
        return not late

    def _give_back(self, unbegun: list[Claim]) -> float:
        self._record()
        if unbegun:
            services.release_leases(unbegun)
            self.keeper.drop(unbegun)
        services.forget_worker(self.name)
        return 0.0


def _deliver(claim: Claim) -> Outcome:
    try:
        return execute(claim)
    finally:
        tidy_connections()
