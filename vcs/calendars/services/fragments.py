"""Fragments made anew when a booking changes, and the feeds that show them marked as changed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, F, QuerySet, When

from rooms.models import Booking
from vcs import live, outbox
from vcs.calendars import events
from vcs.calendars.models import EventFragment, FeedDocument
from vcs.calendars.queries.documents import showing
from vcs.calendars.queries.events import bookings_with_all, event_of
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
WRITTEN = ["body", "digest", "time_zone", "first_start", "kept_until"]

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
    rows = Booking.objects.filter(pk__in=booking_ids).order_by("id")
    bookings = list(bookings_with_all(rows.select_for_update(of=("self",), no_key=True)))
    difference = _difference(bookings, clock.now())
    _store(difference)
    documents: set[int] = set()
    for booking in bookings:
        forms = difference.forms.get(booking.pk)
        if forms:
            documents |= set(showing(booking, forms).values_list("pk", flat=True))
    return _touch(FeedDocument.objects.filter(pk__in=documents))


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
    documents = showing(booking, [(SCHOOL, None), (SHARED, None)]).values_list("pk", flat=True)
    return _touch(FeedDocument.objects.filter(pk__in=list(documents)))


def _difference(bookings: Sequence[Booking], now: datetime) -> Difference:
    wanted = {
        (booking.pk, form, resource): (booking, fragment)
        for booking in bookings
        for form, resource, fragment in _rendered(event_of(booking), now)
    }
    difference = Difference()
    for row in _stored(bookings):
        key = (row.booking_id, row.form, row.resource_id)
        if key not in wanted:
            difference.gone.append(row.pk)
        elif row.digest == _digest(wanted[key][1].body):
            del wanted[key]
            continue
        else:
            difference.changed.append(_fill(row, wanted.pop(key)[1]))
        difference.forms[row.booking_id].add(key[1:])
    for key, (booking, fragment) in wanted.items():
        row = EventFragment(
            office_id=booking.office_id, booking=booking, form=key[1], resource_id=key[2]
        )
        difference.new.append(_fill(row, fragment))
        difference.forms[booking.pk].add(key[1:])
    return difference


def _stored(bookings: Sequence[Booking]) -> QuerySet[EventFragment]:
    return EventFragment.objects.filter(booking__in=bookings).defer("body").order_by("id")


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


def _fill(row: EventFragment, fragment: Fragment) -> EventFragment:
    row.body = fragment.body
    row.digest = _digest(fragment.body)
    row.time_zone = fragment.zone
    row.first_start = fragment.first_start
    row.kept_until = fragment.kept_until
    return row


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:DIGEST_HEX]


def _store(difference: Difference) -> None:
    if difference.gone:
        EventFragment.objects.filter(pk__in=difference.gone).delete()
    if difference.changed:
        EventFragment.objects.bulk_update(difference.changed, WRITTEN)
    if difference.new:
        EventFragment.objects.bulk_create(difference.new)


def _touch(documents: QuerySet[FeedDocument]) -> int:
    """Count the change and move Last-Modified on, by a second at least; tell who serves them."""
    by_office: dict[int, list[int]] = defaultdict(list)
    for office_id, pk in documents.order_by("office_id", "pk").values_list("office_id", "pk"):
        by_office[office_id].append(pk)
    now = clock.now().replace(microsecond=0)
    documents.update(
        version=F("version") + 1,
        last_modified=Case(
            When(last_modified__gte=now, then=F("last_modified") + ONE_SECOND), default=now
        ),
    )
    for office_id, ids in by_office.items():
        for start in range(0, len(ids), MOST_DOCUMENTS):
            chunk = ids[start : start + MOST_DOCUMENTS]
            stream = live.streams.feeds(office_id)
            live.append(stream, events.DOCUMENTS_CHANGED, {"documents": chunk})
    return sum(len(ids) for ids in by_office.values())
