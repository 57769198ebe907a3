"""From a request to its dated slots: wall time and zone in, instants out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rooms.rules.requests import BookingRequest
from vcs.core.intervals import Interval
from vcs.core.recurrence import Recurrence, instant, zone_named

__all__ = ["Plan", "instant", "plan_of", "plan_request", "wall"]


@dataclass(frozen=True, slots=True)
class Plan:
    """When a booking takes place: the rule on the wall clock, and the instants to be placed."""

    recurrence: Recurrence
    slots: tuple[Interval, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its wall clock."""
        return ZoneInfo(self.recurrence.zone)

    @property
    def local_start(self) -> datetime:
        """The first occurrence's start on the wall clock, without a zone."""
        return self.recurrence.dtstart

    @property
    def duration(self) -> timedelta:
        """How long each occurrence lasts."""
        return self.recurrence.duration

    @property
    def span(self) -> Interval:
        """From the first start to the last end."""
        return Interval(
            min(slot.start for slot in self.slots), max(slot.end for slot in self.slots)
        )


def plan_request(request: BookingRequest) -> Plan:
    """The plan of a new booking; refuses rules that calendars do not agree on, by name."""
    zone = zone_named(request.timezone)
    return plan_of(
        Recurrence(
            wall(request.starts_at, zone),
            request.ends_at - request.starts_at,
            request.timezone,
            request.rrule or None,
            tuple(wall(at, zone) for at in request.exdates),
        )
    )


def plan_of(recurrence: Recurrence) -> Plan:
    """The plan that places every instance of a recurrence."""
    return Plan(recurrence, recurrence.instances())


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    """An instant as the wall clock of the zone shows it, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None)
