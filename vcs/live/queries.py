"""Reads of the event log."""

from collections.abc import Collection

from django.db.models import Q

from vcs.live.frames import LiveEvent
from vcs.live.models import Event, StreamState

NAMES_PER_QUERY = 500


def last_number(stream: str) -> int:
    """The last number given out on the stream; 0 before its first event."""
    return StreamState.objects.filter(pk=stream).values_list("seq", flat=True).first() or 0


def last_numbers(names: Collection[str], prefixes: Collection[str]) -> dict[str, int]:
    """The last numbers of the named streams and of all whose name begins with a prefix."""
    found: dict[str, int] = {}
    ordered = sorted(names)
    for start in range(0, len(ordered), NAMES_PER_QUERY):
        some = StreamState.objects.filter(pk__in=ordered[start : start + NAMES_PER_QUERY])
        found.update(some.values_list("stream", "seq"))
    if prefixes:
        begins = Q()
        for prefix in prefixes:
            begins |= Q(stream__startswith=prefix)
        found.update(StreamState.objects.filter(begins).values_list("stream", "seq"))
    return found


def events_after(stream: str, seq: int, limit: int) -> list[LiveEvent]:
    """The stream's next events in order; complete, because numbers commit in order."""
    rows = Event.objects.filter(stream=stream, seq__gt=seq).order_by("seq")[:limit]
    return [LiveEvent(stream, *row) for row in rows.values_list("seq", "name", "data")]
