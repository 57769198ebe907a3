"""What every change of a booking shares: locking it, counting versions, telling of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rooms import events
from rooms.models import Booking, Occurrence
from vcs.core import clock
from vcs.core.errors import InvalidInput, NotFound, PreconditionFailed, Text
from vcs.directory import audit, policy
from vcs.directory.models import User


def locked_booking(
    actor: User, booking_id: int, action: str, expected_version: int | None = None
) -> Booking:
    """The booking, its row locked, if the person may do this to it and has seen its last version.

    Booking rows come before resource rows in the order of locks (docs/locking.md).
    """
    rows = policy.visible(Booking.objects.all(), actor).select_related("office")
    booking = rows.select_for_update(of=("self",)).filter(pk=booking_id).first()
    hidden = booking is not None and is_hidden_draft(booking, actor)
    if booking is None or hidden:
        raise NotFound(Text("ไม่พบการจองนี้", "There is no such booking"))
    policy.require(actor, action, booking)
    require_version(booking.version, expected_version)
    return booking


def is_hidden_draft(booking: Booking, user: User) -> bool:
    """Whether it is somebody else's draft, which nobody but its author sees."""
    return booking.status == Booking.Status.DRAFT and booking.requester_id != user.pk


def require_version(version: int, expected: int | None) -> None:
    """Refuse a change that was made on an older version than the stored one."""
    if expected is not None and version != expected:
        raise PreconditionFailed(data={"version": version})


def named_occurrence(booking: Booking, occurrence_id: int | None) -> Occurrence | None:
    """The occurrence of that id, which must be the booking's; None if none was named."""
    if occurrence_id is None:
        return None
    occurrence = booking.occurrences.filter(pk=occurrence_id).first()
    if occurrence is None:
        raise InvalidInput.field(
            "/occurrence",
            "unknown_occurrence",
            Text("การจองนี้ไม่มีครั้งที่ระบุ", "The booking has no such occurrence"),
        )
    return occurrence


def bump(occurrences: Iterable[Occurrence]) -> None:
    """Count a change of each occurrence; the caller saves them."""
    now = clock.now()
    for occurrence in occurrences:
        occurrence.version += 1
        occurrence.sequence += 1
        occurrence.updated_at = now


def save_occurrences(occurrences: Sequence[Occurrence], *fields: str) -> None:
    """Write the named fields and the counters of occurrences in one statement."""
    if not occurrences:
        return
    bump(occurrences)
    Occurrence.objects.bulk_update(occurrences, [*fields, "version", "sequence", "updated_at"])


def save_change(
    booking: Booking,
    what: events.What,
    *,
    actor: User | None,
    occurrences: Collection[Occurrence],
    resource_ids: Iterable[int],
    span: tuple[datetime, datetime] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Count and save the booking, then history, outbox and event log: the last writes, in order."""
    booking.version += 1
    booking.sequence += 1
    booking.updated_at = clock.now()
    booking.save()
    tell(
        booking,
        what,
        actor=actor,
        occurrences=occurrences,
        resource_ids=resource_ids,
        span=span,
        data=data,
    )


def tell(
    booking: Booking,
    what: events.What,
    *,
    actor: User | None,
    occurrences: Collection[Occurrence],
    resource_ids: Iterable[int],
    span: tuple[datetime, datetime] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did what, and let subscribers and screens know."""
    audit.record(
        actor=actor,
        action=f"booking.{what}",
        target=booking,
        office_id=booking.office_id,
        data={"occurrences": len(occurrences), **(data or {})},
    )
    events.booking_changed(booking, what, occurrences, resource_ids, span=span)
