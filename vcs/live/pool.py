"""Database work of sockets: a few threads with connections of their own, off the event loop."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from vcs.outbox.connections import close_connections, tidy_connections

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 4


class Pool:
    """Bounded threads, started when first needed and again after a shutdown."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._executor: ThreadPoolExecutor | None = None

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function that uses the database in one of the threads."""
        if self._executor is None:
            self._executor = ThreadPoolExecutor(self.threads, thread_name_prefix="live")
        work = partial(_tidily, partial(function, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def shutdown(self) -> None:
        """Let the threads finish, close their connections and end."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        together = threading.Barrier(self.threads)
        for _ in range(self.threads):
            executor.submit(_close_when_all_are_here, together)
        executor.shutdown()


def _tidily(work: Callable[[], R]) -> R:
    try:
        return work()
    finally:
        tidy_connections()


def _close_when_all_are_here(together: threading.Barrier) -> None:
    # A barrier, so that each thread takes exactly one of these.
    together.wait(timeout=30)
    close_connections()


pool = Pool(THREADS)
