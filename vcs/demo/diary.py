"""The days of the demo year, what is on them, and the dice; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from vcs.demo import texts
from vcs.demo.planning import Ledger, Meeting, Placed, next_working_day, working_days
from vcs.demo.things import THINGS

BEFORE, AFTER = timedelta(days=240), timedelta(days=125)
TRIES = 30
Draw = Callable[[int], Meeting]


@dataclass(slots=True)
class Diary:
    """The days of the year, what was placed on them, and the dice."""

    today: date
    holidays: frozenset[date]
    rng: Random = field(default_factory=lambda: Random(texts.OFFICE_CODE))  # noqa: S311
    ledger: Ledger = field(default_factory=lambda: Ledger(THINGS))
    placed: list[Placed] = field(default_factory=list)

    days: list[date] = field(init=False)
    main_day: date = field(init=False)

    def __post_init__(self) -> None:
        """Find the days on which the office works, and the one to look at: today or the next."""
        self.days = working_days(self.today - BEFORE, self.today + AFTER, self.holidays)
        self.main_day = next_working_day(self.days, self.today)

    def put(self, meetings: Iterable[Meeting]) -> None:
        """Place the first of several variants that fits, if any does."""
        found = self.ledger.first_of(meetings)
        if found is not None:
            self.placed.append(found)

    def scatter(self, count: int, draw: Draw) -> None:
        """Place so many meetings, each drawn anew until it fits."""
        for n in range(count):
            self.put(draw(n) for _ in range(TRIES))

    def some_day(self, days: Sequence[date] | None = None) -> date:
        """Any working day, the main day left alone."""
        chosen = self.rng.choice(days or self.days)
        return chosen if chosen != self.main_day else self.some_day(days)
