"""Fragments made anew when a booking changes, and the feeds that show them marked as changed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from rooms.models import Booking
from vcs import live, outbox
from vcs.calendars import events
from vcs.calendars.models import EventFragment, FeedDocument
from vcs.calendars.queries.documents import showing
from vcs.calendars.queries.events import events_of
from vcs.calendars.rules.events import Event
from vcs.calendars.rules.personal import STAND_IN
from vcs.calendars.rules.rendering import Fragment, Reader, render
from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.outbox import Draft

DIGEST_HEX = 32
# An event of the log names at most so many documents.
MOST_DOCUMENTS = 1000
ONE_SECOND = timedelta(seconds=1)
WRITTEN = ["body", "digest", "time_zone", "position", "kept_until"]

REFRESH = "calendars.refresh"
AT_ONCE = 50
SCHOOL = EventFragment.Form.SCHOOL.value
SHARED = EventFragment.Form.SHARED.value


@dataclass(slots=True)
class Difference:
    """What is stored against what should be, and the (form, resource) pairs that differ."""

    new: list[EventFragment] = field(default_factory=list)
    changed: list[EventFragment] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    forms: dict[int, set[tuple[str, int | None]]] = field(default_factory=lambda: defaultdict(set))


@use_case
def refresh_bookings(*, booking_ids: Collection[int]) -> int:
    """Make the fragments of the bookings anew; gives how many feeds say something else now.

    Fragments that come out the same are left alone, so running it twice changes nothing. The
    bookings' rows are locked: of two runs the later one sees the later state.
    """
    rows = Booking.objects.filter(pk__in=booking_ids).select_related("office", "work_group")
    bookings = list(rows.order_by("id").select_for_update(of=("self",), no_key=True))
    difference = _difference(bookings, clock.now())
    _store(difference)
    changed = [booking for booking in bookings if booking.pk in difference.forms]
    documents: set[tuple[int, int]] = set()
    for booking in changed:
        documents |= _ids(showing(booking, difference.forms[booking.pk]))
    return _touch(documents, [booking.pk for booking in changed])


@use_case
def queue_refresh(*, booking_ids: Sequence[int]) -> int:
    """Have the worker make these bookings' fragments anew, some at a time; gives how many times."""
    chunks = [booking_ids[n : n + AT_ONCE] for n in range(0, len(booking_ids), AT_ONCE)]
    return len(outbox.enqueue_many(REFRESH, [Draft({"bookings": list(c)}) for c in chunks]))


@use_case
def touch_invited(*, booking_id: int) -> int:
    """The feeds of schools that are asked, or no longer asked, to a booking, or by another link."""
    booking = Booking.objects.filter(pk=booking_id).first()
    if booking is None:
        return 0
    return _touch(_ids(showing(booking, [(SCHOOL, None), (SHARED, None)])), [booking_id])


def _difference(bookings: Sequence[Booking], now: datetime) -> Difference:
    offices = {booking.pk: booking.office_id for booking in bookings}
    wanted = {
        (booking_id, form, resource): fragment
        for booking_id, event in events_of(bookings).items()
        for form, resource, fragment in _rendered(event, now)
    }
    difference = Difference()
    for pk, digest, booking_id, form, resource in _stored(offices):
        fragment = wanted.pop((booking_id, form, resource), None)
        if fragment is None:
            difference.gone.append(pk)
        elif digest == _digest(fragment.body):
            continue
        else:
            row = _row(offices[booking_id], booking_id, form, resource, fragment)
            row.pk = pk
            difference.changed.append(row)
        difference.forms[booking_id].add((form, resource))
    for (booking_id, form, resource), fragment in wanted.items():
        row = _row(offices[booking_id], booking_id, form, resource, fragment)
        difference.new.append(row)
        difference.forms[booking_id].add((form, resource))
    return difference


def _stored(booking_ids: Collection[int]) -> Iterable[tuple[int, str, int, str, int | None]]:
    rows = EventFragment.objects.filter(booking__in=booking_ids).order_by("id")
    return rows.values_list("pk", "digest", "booking_id", "form", "resource_id")


def _row(
    office_id: int, booking_id: int, form: str, resource: int | None, fragment: Fragment
) -> EventFragment:
    return EventFragment(
        office_id=office_id,
        booking_id=booking_id,
        form=form,
        resource_id=resource,
        body=fragment.body,
        digest=_digest(fragment.body),
        time_zone=fragment.zone,
        position=fragment.position,
        kept_until=fragment.kept_until,
    )


def _rendered(event: Event, now: datetime) -> Iterable[tuple[str, int | None, Fragment]]:
    for reader in _readers(event):
        fragment = render(event, reader, now=now)
        if fragment is not None and fragment.kept_until > now:
            yield reader.form, reader.resource, fragment


def _readers(event: Event) -> Iterable[Reader]:
    yield Reader("staff")
    if event.audience:
        join_url = f"{settings.VCS_PUBLIC_URL}/j/{STAND_IN}"
        yield Reader("school", join_url=join_url, token=STAND_IN)
        yield Reader("shared")
    for resource in sorted({pk for one in event.dated for pk in one.resources}):
        yield Reader("resource", resource)
    for channel in sorted(event.channels):
        yield Reader("channel", channel)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:DIGEST_HEX]


def _store(difference: Difference) -> None:
    if difference.gone:
        EventFragment.objects.filter(pk__in=difference.gone).delete()
    if difference.changed:
        # One statement that PostgreSQL and SQLite read quickly, unlike a CASE for each column.
        EventFragment.objects.bulk_create(
            difference.changed, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
        )
    if difference.new:
        EventFragment.objects.bulk_create(difference.new)


def _ids(documents: QuerySet[FeedDocument]) -> set[tuple[int, int]]:
    return set(documents.values_list("office_id", "pk"))


def _touch(documents: Collection[tuple[int, int]], booking_ids: Sequence[int]) -> int:
    """Count the change and move Last-Modified on, by a second at least; tell who serves them."""
    now = clock.now().replace(microsecond=0)
    if documents:
        FeedDocument.objects.filter(pk__in=[pk for _office, pk in documents]).update(
            version=F("version") + 1,
            last_modified=Greatest(F("last_modified") + ONE_SECOND, Value(now)),
        )
    for office_id, chunk in _chunks(documents):
        data = {"documents": chunk, "bookings": list(booking_ids)}
        live.append(live.streams.feeds(office_id), events.DOCUMENTS_CHANGED, data)
    return len(documents)


def _chunks(documents: Collection[tuple[int, int]]) -> Iterable[tuple[int, list[int]]]:
    """The documents by office, so many at a time, in the order in which streams are written."""
    by_office: dict[int, list[int]] = defaultdict(list)
    for office_id, pk in sorted(documents):
        by_office[office_id].append(pk)
    for office_id in sorted(by_office, key=live.streams.feeds):
        ids = by_office[office_id]
        for start in range(0, len(ids), MOST_DOCUMENTS):
            yield office_id, ids[start : start + MOST_DOCUMENTS]
