"""The planned year as rows: in bulk, under every constraint that a single booking meets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from rooms.models import (
    Booking,
    Closure,
    Hold,
    NumberSequence,
    Occurrence,
    PoolRequest,
    Resource,
)
from vcs.core.recurrence import Recurrence
from vcs.core.thai import be_year
from vcs.demo import moments, texts
from vcs.demo.history import history_of
from vcs.demo.planning import ZONE, Meeting, OutOfUse, Placed
from vcs.demo.stage import Draft, Stage
from vcs.directory.models import AuditEntry

LICENCE = Resource.Kind.LICENCE
OCCURRENCE_STATUS = {
    "approved": Occurrence.Status.CONFIRMED,
    "requested": Occurrence.Status.TENTATIVE,
    "rejected": Occurrence.Status.CANCELLED,
    "cancelled": Occurrence.Status.CANCELLED,
}
DAY = timedelta(days=1)
# Approved once, decided again: how often such a booking was changed.
CHANGES = {"requested": 0, "approved": 1, "rejected": 1, "cancelled": 2}


def write_bookings(stage: Stage, year: Iterable[Placed]) -> list[Booking]:
    """Bookings with their dates, holds, pools and history, numbered as they were asked for."""
    drafts = sorted(_drafts(stage, list(year)), key=lambda draft: draft.asked_at)
    bookings = Booking.objects.bulk_create(_bookings(stage, drafts))
    _write_resources(stage, drafts, bookings)
    pools = _write_pools(drafts, bookings)
    pairs = list(zip(drafts, bookings, strict=True))
    dates = [
        (draft, day, _occurrence(stage, draft, booking, day))
        for draft, booking in pairs
        for day in draft.meeting.days
    ]
    Occurrence.objects.bulk_create([one for _draft, _day, one in dates])
    holds = (
        hold
        for draft, day, one in dates
        if day in draft.meeting.held and one.status != Occurrence.Status.CANCELLED
        for hold in _holds(stage, draft, day, one, pools.get(one.booking_id))
    )
    Hold.objects.bulk_create(holds, batch_size=500)
    entries = (entry for pair in pairs for entry in history_of(stage, *pair))
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    return bookings


def _drafts(stage: Stage, year: Sequence[Placed]) -> Iterable[Draft]:
    waiting = 0
    for placed in year:
        if placed.meeting.status == "requested":
            waiting += 1
            yield Draft(placed, moments.still_waiting(waiting, stage.now), None, None)
        else:
            yield _decided(stage, placed)


def _decided(stage: Stage, placed: Placed) -> Draft:
    asked_at = moments.asked(placed.meeting, stage.now, stage.rng)
    names = {name for day in placed.meeting.held for name in placed.resources(day)}
    if not any(stage.things[name].requires_approval for name in names):
        return Draft(placed, asked_at, asked_at, None)
    decided_at = moments.decided(asked_at, stage.rng)
    called_off_at = min(decided_at + 3 * DAY, stage.now - timedelta(hours=1))
    return Draft(placed, asked_at, decided_at, stage.rng.choice(stage.deciders), called_off_at)


def _bookings(stage: Stage, drafts: Sequence[Draft]) -> list[Booking]:
    counts: dict[int, int] = {}
    rows = []
    for draft in drafts:
        year = be_year(draft.asked_at.astimezone(ZONE).date())
        counts[year] = counts.get(year, 0) + 1
        rows.append(_booking(stage, draft, f"VC-{year}-{counts[year]:04d}"))
    NumberSequence.objects.bulk_create(
        NumberSequence(office=stage.office, year=year, value=count)
        for year, count in counts.items()
    )
    return rows


def _booking(stage: Stage, draft: Draft, number: str) -> Booking:
    meeting = draft.meeting
    requester = stage.people[meeting.work_group]
    slot = meeting.slot(meeting.days[0])
    changes = CHANGES[meeting.status] + len(meeting.called_off)
    waits = meeting.status == "requested"
    hold_time = timedelta(hours=stage.office.request_hold_hours)
    return Booking(
        office=stage.office,
        number=number,
        uid=uuid.uuid4(),
        title=meeting.title,
        kind=meeting.kind,
        status=meeting.status,
        requester=requester,
        work_group=requester.work_group,
        timezone=ZONE.key,
        local_date=meeting.days[0],
        local_time=meeting.start,
        duration=slot.duration,
        rrule=_rule(meeting),
        on_conflict="skip" if meeting.skipped else "reject",
        series=stage.series.get(meeting.series),
        audience=_audience(stage, meeting),
        conference={"provider": "jitsi"} if meeting.seats is not None else None,
        broadcast=_broadcast(stage, meeting),
        reason=meeting.reason,
        requested_at=draft.asked_at,
        decided_at=draft.decided_at,
        decided_by=draft.decided_by,
        hold_expires_at=draft.asked_at + hold_time if waits else None,
        sequence=changes,
        version=changes + 1,
        created_at=draft.asked_at,
        updated_at=draft.changed_at,
    )


def _rule(meeting: Meeting) -> str:
    """The rule in canonical form, refused if it does not give exactly the meeting's days."""
    if not meeting.rrule:
        return ""
    start = datetime.combine(meeting.days[0], meeting.start)
    duration = meeting.slot(meeting.days[0]).duration
    recurrence = Recurrence(start, duration, ZONE.key, meeting.rrule)
    given = [wall.date() for wall in recurrence.rule_starts]
    if given != list(meeting.days):
        raise ValueError(f"the rule of {meeting.title} gives other days than planned")
    return recurrence.rrule or ""


def _audience(stage: Stage, meeting: Meeting) -> dict[str, Any]:
    if meeting.schools is None:
        return {}
    if meeting.schools == "all":
        return {"all_schools": True}
    return {"clusters": sorted(stage.rng.sample(stage.clusters, int(meeting.schools)))}


def _broadcast(stage: Stage, meeting: Meeting) -> dict[str, Any] | None:
    if not meeting.broadcast:
        return None
    channel = stage.resources[texts.CHANNEL].pk
    return {"channel": channel, "privacy": "public", "auto_start": False}


def _write_resources(stage: Stage, drafts: Sequence[Draft], bookings: Sequence[Booking]) -> None:
    through = Booking.resources.through
    through.objects.bulk_create(
        through(booking_id=booking.pk, resource_id=stage.resources[name].pk)
        for draft, booking in zip(drafts, bookings, strict=True)
        for name in draft.meeting.resources
    )


def _write_pools(drafts: Sequence[Draft], bookings: Sequence[Booking]) -> dict[int, PoolRequest]:
    rows = PoolRequest.objects.bulk_create(
        PoolRequest(booking=booking, kind=LICENCE, min_capacity=draft.meeting.seats, count=1)
        for draft, booking in zip(drafts, bookings, strict=True)
        if draft.meeting.seats is not None
    )
    return {row.booking_id: row for row in rows}


def _occurrence(stage: Stage, draft: Draft, booking: Booking, day: date) -> Occurrence:
    meeting = draft.meeting
    slot = meeting.slot(day)
    one = Occurrence(
        booking=booking,
        office=stage.office,
        recurrence_start=slot.start,
        starts_at=slot.start,
        ends_at=slot.end,
        status=_status(meeting, day),
        skipped_reason=meeting.skipped.get(day, ""),
        sequence=CHANGES[meeting.status],
        version=CHANGES[meeting.status] + 1,
        # A date called off by itself was so yesterday, so that calendars still show it.
        updated_at=stage.now - DAY if day in meeting.called_off else draft.changed_at,
    )
    if day in meeting.numbers and day not in meeting.skipped:
        one.series = stage.series[meeting.series]
        one.series_year, one.series_number = meeting.numbers[day]
    return one


def _status(meeting: Meeting, day: date) -> str:
    if day in meeting.skipped:
        return Occurrence.Status.SKIPPED
    if day in meeting.called_off:
        return Occurrence.Status.CANCELLED
    return OCCURRENCE_STATUS[meeting.status]


def _holds(
    stage: Stage, draft: Draft, day: date, one: Occurrence, pool: PoolRequest | None
) -> Iterable[Hold]:
    waits = draft.meeting.status == "requested"
    for name in draft.placed.resources(day):
        thing = stage.things[name]
        hold = thing.hold(draft.meeting.slot(day))
        yield Hold(
            resource=stage.resources[name],
            occurrence=one,
            pool=pool if thing.kind == LICENCE else None,
            hold_start=hold.start,
            hold_end=hold.end,
            active=thing.request_holds or not waits,
        )


def write_closures(stage: Stage, closed: Iterable[OutOfUse]) -> None:
    """Closures with the holds that keep bookings away."""
    operator = stage.people[texts.DLICT]
    for one in closed:
        resource = stage.resources[one.name]
        closure = Closure.objects.create(
            resource=resource,
            starts_at=one.slot.start,
            ends_at=one.slot.end,
            reason=one.reason,
            created_by=operator,
        )
        Hold.objects.create(
            resource=resource,
            closure=closure,
            hold_start=one.slot.start,
            hold_end=one.slot.end,
        )
