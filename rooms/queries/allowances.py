"""How much a person may book, by their roles."""

from __future__ import annotations

from rooms.models import Booking, BookingPolicy
from rooms.rules.quotas import Allowance, widest
from vcs.core import clock
from vcs.directory import policy
from vcs.directory.models import Office, RoleAssignment, User

# Those who keep the record may enter a meeting after it was held.
RECORDERS = frozenset(
    {
        RoleAssignment.Role.APPROVER,
        RoleAssignment.Role.OPERATOR,
        RoleAssignment.Role.OFFICE_ADMIN,
    }
)


def allowance_of(user: User, office: Office) -> Allowance:
    """The widest limits among the person's roles; a role without a policy has none."""
    held = policy.roles(user)
    stored = {row.role: row for row in BookingPolicy.objects.filter(office=office)}
    return widest([_allowance(stored.get(role), role) for role in sorted(held)])


def _allowance(row: BookingPolicy | None, role: str) -> Allowance:
    may_record_past = role in RECORDERS
    if row is None:
        return Allowance(may_record_past=may_record_past)
    return Allowance(
        window_days=row.window_days,
        notice_minutes=row.notice_minutes,
        open_bookings=row.open_bookings,
        hours_per_week=row.hours_per_week,
        may_record_past=may_record_past,
    )


def open_bookings_of(user: User) -> int:
    """How many of the person's bookings are asked for or approved and not yet over."""
    return (
        Booking.objects.filter(
            requester=user,
            status__in=[Booking.Status.REQUESTED, Booking.Status.APPROVED],
            occurrences__ends_at__gt=clock.now(),
        )
        .distinct()
        .count()
    )
