"""What a case is and what it may use; a case is a function in bench/cases/*.py.

    @case("outbox: drained a second", aim=at_least(1000), unit="/s")
    def drained(bench: Bench) -> float: ...

It gives one figure. Cases run in the order of their files on a database of their own, migrated and
empty when the first begins; each makes the rows it needs.
"""

from __future__ import annotations

import importlib
import pkgutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.server import RunningServer


@dataclass(frozen=True)
class Aim:
    """What a figure should be; prints as people write it."""

    bound: float
    lower_is_better: bool

    def met(self, value: float) -> bool:
        """Whether the figure is good enough."""
        return value <= self.bound if self.lower_is_better else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.lower_is_better else '≥'} {self.bound:g}"


def at_most(bound: float) -> Aim:
    """Lower is better."""
    return Aim(bound, lower_is_better=True)


def at_least(bound: float) -> Aim:
    """Higher is better."""
    return Aim(bound, lower_is_better=False)


@dataclass(frozen=True)
class Case:
    """A measured thing: its name, what is aimed at, and the function that measures it."""

    name: str
    aim: Aim | None
    unit: str
    function: Callable[[Bench], float]
    note: str


CASES: list[Case] = []


def case(
    name: str, *, aim: Aim | None = None, unit: str, note: str = ""
) -> Callable[[Callable[[Bench], float]], Callable[[Bench], float]]:
    """Register the function that measures this; `note` says what peers reach, or what holds it."""

    def register(function: Callable[[Bench], float]) -> Callable[[Bench], float]:
        CASES.append(Case(name, aim, unit, function, note))
        return function

    return register


def load_cases() -> list[Case]:
    """Import every file in bench/cases; gives the cases in the order of the files' names."""
    package = importlib.import_module("bench.cases")
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        importlib.import_module(f"bench.cases.{module.name}")
    return CASES


@dataclass
class Bench:
    """What the cases of one database share."""

    database: str
    _server: RunningServer | None = field(default=None, repr=False)

    @property
    def server(self) -> RunningServer:
        """The web process on this database, started when first asked for."""
        if self._server is None:
            self._server = RunningServer()
        return self._server

    @staticmethod
    def median_ms(action: Callable[[], object], *, times: int = 50, warm_up: int = 5) -> float:
        """The median duration of an action, in milliseconds."""
        for _ in range(warm_up):
            action()
        durations = []
        for _ in range(times):
            begun = time.perf_counter()
            action()
            durations.append((time.perf_counter() - begun) * 1000)
        return statistics.median(durations)

    @staticmethod
    def per_second(action: Callable[[], object], *, seconds: float = 2.0) -> float:
        """How often an action can be done a second, one after the other."""
        done = 0
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            action()
            done += 1
        return done / (time.perf_counter() - begun)

    def close(self) -> None:
        """End what was started."""
        if self._server is not None:
            self._server.stop()


@contextmanager
def open_bench(database: str) -> Iterator[Bench]:
    """A bench whose processes end with the block."""
    bench = Bench(database)
    try:
        yield bench
    finally:
        bench.close()
