"""Who handles which kind, who listens to which topic, what runs periodically; no models here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from vcs.outbox.messages import Message

Handler = Callable[[Message], None]
Job = Callable[[], None]

DEFAULT_MAX_ATTEMPTS = 16
PERIODIC_PREFIX = "periodic."


@dataclass(frozen=True, slots=True)
class Registered:
    """A handler and after how many failures its messages become dead letters."""

    function: Handler
    max_attempts: int


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that runs once in each slot of `every`, the slots shifted by `offset` from midnight."""

    name: str
    every: timedelta
    offset: timedelta
    job: Job


handlers: dict[str, Registered] = {}
subscriptions: dict[str, list[str]] = {}
periodics: dict[str, Periodic] = {}


def handler(kind: str, *, max_attempts: int = DEFAULT_MAX_ATTEMPTS) -> Callable[[Handler], Handler]:
    """Register the function that delivers messages of this kind; one kind has one handler."""

    def register(function: Handler) -> Handler:
        _refuse_second(handlers, kind, function)
        handlers[kind] = Registered(function, max_attempts)
        return function

    return register


def subscribe(topic: str, kind: str) -> None:
    """Have each message published on the topic delivered to this kind, too; idempotent."""
    kinds = subscriptions.setdefault(topic, [])
    if kind not in kinds:
        kinds.append(kind)


def periodic(
    name: str, every: timedelta, *, offset: timedelta = timedelta(0)
) -> Callable[[Job], Job]:
    """Register a job for each slot of `every`, of which at most one run is ever unfinished."""

    def register(job: Job) -> Job:
        _refuse_second(periodics, name, job)
        periodics[name] = Periodic(name, every, offset, job)
        return job

    return register


def find(kind: str) -> Registered | None:
    """The handler of a kind; a periodic job is the handler of `periodic.<name>`."""
    if kind.startswith(PERIODIC_PREFIX):
        found = periodics.get(kind.removeprefix(PERIODIC_PREFIX))
        return None if found is None else Registered(_as_handler(found.job), DEFAULT_MAX_ATTEMPTS)
    return handlers.get(kind)


def _as_handler(job: Job) -> Handler:
    return lambda _message: job()


def _refuse_second(
    table: dict[str, Registered] | dict[str, Periodic], name: str, new: object
) -> None:
    known = table.get(name)
    old = known.function if isinstance(known, Registered) else known and known.job
    if old is not None and _place(old) != _place(new):
        raise ValueError(f"{name!r} is already handled by {_place(old)}")


def _place(function: object) -> str:
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', '?')}"
