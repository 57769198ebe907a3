"""Keeping the processes of one installation together: started, restarted and ended as one."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from vcs.server.orphans import VARIABLE

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# Whoever ran this long has shown that it can start, and does so again without a long pause.
STEADY_SECONDS = 30.0
LOOK_SECONDS = 0.2
END_SECONDS = 35.0

logger = logging.getLogger(__name__)


@dataclass
class Child:
    """One process to keep running; a `vital` one that never ran steadily ends everything."""

    name: str
    command: Sequence[str]
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    proven: bool = False
    start_at: float = 0.0

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Starts children, restarts those that die, ends all when told or when one ends by itself."""

    children: Sequence[Child]
    stopping: threading.Event = field(default_factory=threading.Event)
    status: int = 0

    def run(self) -> int:
        """Run until told to stop; gives the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        watched, kept = os.pipe()
        while not self.stopping.is_set():
            for child in self.children:
                self._look_after(child, watched)
            self.stopping.wait(LOOK_SECONDS)
        self._end()
        os.close(kept)
        return self.status

    def _look_after(self, child: Child, pipe: int) -> None:
        if child.running:
            return
        if child.process is not None:
            self._take_note(child, child.process.returncode)
        elif time.monotonic() >= child.start_at:
            self._start(child, pipe)

    def _start(self, child: Child, pipe: int) -> None:
        child.started = time.monotonic()
        # A session of its own, so that Ctrl-C reaches it through us, once and in order.
        child.process = subprocess.Popen(  # noqa: S603 - our own commands
            child.command,
            pass_fds=[pipe],
            env=os.environ | {VARIABLE: str(pipe)},
            start_new_session=True,
        )

    def _take_note(self, child: Child, status: int) -> None:
        child.process = None
        ran = time.monotonic() - child.started
        child.proven = child.proven or ran > STEADY_SECONDS
        if status == 0 or (child.vital and not child.proven):
            logger.info("%s ended with %s, so everything ends", child.name, status)
            self.status = self.status or status
            self.stopping.set()
            return
        child.failures = 1 if ran > STEADY_SECONDS else child.failures + 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (child.failures - 1), LONGEST_PAUSE_SECONDS)
        child.start_at = time.monotonic() + pause
        logger.error("%s ended with %s, starting again in %s s", child.name, status, pause)

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process and child.running]
        for process in running:
            process.terminate()
        give_up_at = time.monotonic() + END_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, give_up_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                self.status = self.status or 1
