"""Asking schools and guests to a booking."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from rooms.models import Booking
from rooms.queries import expected_schools
from vcs import outbox
from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.sessions.events import INVITATIONS_CHANGED
from vcs.sessions.models import Invitation

PUBLIC_ID_BYTES = 16


@use_case
def invite_schools(*, booking_id: int) -> int:
    """Bring the invitations in line with the booking's audience; gives how many changed.

    Only an approved booking asks anybody. Whoever is no longer asked has the invitation revoked
    and keeps its row and evidence; asked again, they have their old link back. Done twice, the
    second time changes nothing.
    """
    booking = Booking.objects.select_for_update(no_key=True).get(pk=booking_id)
    if booking.status != Booking.Status.APPROVED:
        return 0
    schools = set(expected_schools(booking).values_list("id", flat=True))
    emails = _emails(booking)
    changed = _add(booking, schools, emails) + _reconcile(booking, schools, emails)
    if changed:
        outbox.publish(INVITATIONS_CHANGED, {"booking": booking.pk})
    return changed


def _emails(booking: Booking) -> set[str]:
    return {str(email).strip().lower() for email in booking.audience.get("emails") or ()}


def _add(booking: Booking, schools: set[int], emails: set[str]) -> int:
    known = list(booking.invitations.values_list("school_id", "email"))
    new_schools = schools - {school_id for school_id, _ in known}
    new_emails = emails - {email for _, email in known}
    now = clock.now()
    rows = [
        *(_invitation(booking, now, school_id=school_id) for school_id in sorted(new_schools)),
        *(_invitation(booking, now, email=email) for email in sorted(new_emails)),
    ]
    Invitation.objects.bulk_create(rows)
    return len(rows)


def _invitation(
    booking: Booking, now: datetime, *, school_id: int | None = None, email: str = ""
) -> Invitation:
    return Invitation(
        office_id=booking.office_id,
        booking=booking,
        school_id=school_id,
        email=email,
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        created_at=now,
    )


def _reconcile(booking: Booking, schools: Iterable[int], emails: Iterable[str]) -> int:
    asked = Q(school_id__in=list(schools)) | Q(school=None, email__in=list(emails))
    withdrawn = booking.invitations.filter(revoked_at=None).exclude(asked)
    returned = booking.invitations.filter(asked, revoked_at__isnull=False)
    return withdrawn.update(revoked_at=clock.now()) + returned.update(revoked_at=None)
