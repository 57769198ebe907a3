"""What stands behind a personal link: the date it leads to and whether the door is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rooms.models import Booking, Hold, Occurrence, Resource
from rooms.queries import expected_schools
from vcs.attendance.queries import bounds_of
from vcs.attendance.rules import Window
from vcs.core import clock
from vcs.directory.models import Office, School
from vcs.sessions import rules
from vcs.sessions.errors import DoorShut
from vcs.sessions.models import ConferenceSession, Invitation
from vcs.sessions.queries.invitations import find_invitation
from vcs.sessions.queries.meetings import WITH_MEETING
from vcs.sessions.rules import DoorState, MeetingDate


@dataclass(frozen=True, slots=True)
class Door:
    """A personal link at one instant; `occurrence` None only where the booking has no date left."""

    invitation: Invitation
    office: Office
    now: datetime
    state: DoorState
    occurrence: Occurrence | None
    bounds: Window | None
    session: ConferenceSession | None
    cancelled: Window | None


def door(token: str, occurrence_id: int | None = None) -> Door:
    """The door of a link as of now, in five queries; of a named date, if it belongs to the link.

    LinkUnknown or LinkRevoked where the link opens nothing. Reading it leaves no trace.
    """
    invitation = find_invitation(token)
    now = clock.now()
    dates = _dates(invitation)
    named = [d for d in dates if d.id == occurrence_id]
    date = named[0] if named else rules.date_for(dates, now)
    state = rules.door_state(date, dates, now)
    shown = date or rules.last_date(dates, now)
    return Door(
        invitation=invitation,
        office=invitation.booking.office,
        now=now,
        state=state,
        occurrence=_occurrence(shown),
        bounds=shown.bounds if shown else None,
        session=_session(shown) if state in {DoorState.OPEN, DoorState.WAITING} else None,
        cancelled=_cancelled(dates, date, now),
    )


def open_door(token: str, occurrence_id: int) -> Door:
    """The door of a named date, open now; DoorShut with the reason where it is not."""
    found = door(token, occurrence_id)
    is_named = found.occurrence is not None and found.occurrence.pk == occurrence_id
    if not is_named or found.state is not DoorState.OPEN:
        raise DoorShut(found.state if is_named else DoorState.ENDED)
    return found


def places_of(occurrence: Occurrence) -> list[str]:
    """The rooms of an occurrence by name and place; one query."""
    rows = Hold.objects.filter(
        occurrence=occurrence, active=True, resource__kind=Resource.Kind.ROOM
    ).order_by("resource__position", "resource_id")
    named = rows.values_list("resource__name", "resource__location")
    return [f"{name} ({location})" if location else name for name, location in named]


def expected_count(occurrence: Occurrence) -> int:
    """How many schools are asked to an occurrence; one query."""
    return expected_schools(occurrence.booking).count()


def guests_of(school: School) -> list[str]:
    """The other schools for which this one's device stands, at its viewing sites; one query."""
    hosted = School.objects.filter(viewing_sites__host=school).exclude(pk=school.pk).distinct()
    return list(hosted.values_list("name", flat=True))


def _dates(invitation: Invitation) -> list[MeetingDate]:
    """Every date the link may lead to; a series split later on is still the same series."""
    booking_ids = [invitation.booking_id, *_later_bookings(invitation)]
    rows = Occurrence.objects.filter(booking_id__in=booking_ids)
    rows = rows.exclude(status=Occurrence.Status.SKIPPED)
    office = invitation.booking.office
    return [
        MeetingDate(row.pk, row.status, bounds_of(row, office))
        for row in rows.only("status", "starts_at", "ends_at")
    ]


def _later_bookings(invitation: Invitation) -> list[int]:
    found: list[int] = []
    parents = [invitation.booking_id]
    while parents:
        parents = list(Booking.objects.filter(parent_id__in=parents).values_list("id", flat=True))
        found += parents
    if not found:
        return []
    holder = Q(email=invitation.email)
    if invitation.school_id is not None:
        holder = Q(school_id=invitation.school_id)
    theirs = Invitation.objects.filter(holder, booking_id__in=found, revoked_at=None)
    return list(theirs.values_list("booking_id", flat=True))


def _occurrence(date: MeetingDate | None) -> Occurrence | None:
    if date is None:
        return None
    return Occurrence.objects.select_related("booking__office").get(pk=date.id)


def _session(date: MeetingDate | None) -> ConferenceSession | None:
    if date is None:
        return None
    sessions = ConferenceSession.objects.select_related(*WITH_MEETING)
    return sessions.filter(occurrence_id=date.id).first()


def _cancelled(
    dates: Sequence[MeetingDate], date: MeetingDate | None, now: datetime
) -> Window | None:
    missed = rules.cancelled_before(dates, date, now) if date else None
    return missed.bounds if missed else None
