"""Starting each slot of each periodic job once, however many processes run this."""

from datetime import datetime

from vcs.core import clock
from vcs.outbox import registry, services
from vcs.outbox.rules import slot_start


class Scheduler:
    """Remembers the slots it has seen settled, so that the database is asked once per slot."""

    def __init__(self) -> None:
        self._settled: dict[str, datetime] = {}

    def tick(self) -> None:
        """Start what is due now; a slot missed while nobody ran is not made up slot by slot."""
        now = clock.now()
        present = {
            job.name: slot_start(now, job.every, job.offset) for job in registry.periodics.values()
        }
        due = [(name, slot) for name, slot in present.items() if self._settled.get(name) != slot]
        if due:
            for name in services.start_slots(due):
                self._settled[name] = present[name]
