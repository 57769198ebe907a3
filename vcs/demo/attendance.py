"""Evidence of past meetings: most schools came, some late, some left, some never did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from random import Random

from rooms.models import Booking, Occurrence
from vcs.attendance.models import Correction, Evidence
from vcs.core import clock
from vcs.core.tokens import new_secret
from vcs.demo import texts
from vcs.directory.models import Office, School, User

SOURCE = Evidence.Source.DOOR
LATE, LEAVES, RECONNECTS = 0.06, 0.03, 0.08


def write_evidence(office: Office, bookings: Iterable[Booking]) -> int:
    """What the door saw at every meeting that has begun; gives how many rows."""
    now = clock.now()
    rng = Random(texts.OFFICE_CODE)  # noqa: S311 - the same roll call each time
    schools = list(School.objects.filter(office=office, status=School.Status.OPEN))
    diligence = {school.pk: rng.choice((0.8, 0.9, 0.95, 0.97, 0.99)) for school in schools}
    online = [b.pk for b in bookings if b.conference is not None or b.broadcast is not None]
    held = Occurrence.objects.filter(
        booking__in=online, status=Occurrence.Status.CONFIRMED, starts_at__lt=now
    ).select_related("booking")
    rows = [
        row
        for one in held
        for school in _asked(schools, one.booking)
        if rng.random() < diligence[school.pk]
        for row in _seen(rng, one, school, now)
    ]
    Evidence.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _asked(schools: Iterable[School], booking: Booking) -> Iterable[School]:
    audience: Mapping[str, object] = booking.audience
    if audience.get("all_schools"):
        return schools
    clusters = audience.get("clusters")
    wanted = set(clusters) if isinstance(clusters, list) else set()
    return (school for school in schools if school.cluster_id in wanted)


def _seen(rng: Random, one: Occurrence, school: School, now: datetime) -> Iterable[Evidence]:
    came = one.starts_at + timedelta(minutes=rng.triangular(-28, 10, -6))
    if rng.random() < LATE:
        came = one.starts_at + timedelta(minutes=rng.uniform(17, 45))
    left = one.ends_at + timedelta(minutes=rng.triangular(-8, 12, 1))
    if rng.random() < LEAVES:
        left = one.ends_at - timedelta(minutes=rng.uniform(20, 50))
    if came >= min(left, now):
        return
    if rng.random() < RECONNECTS and left - came > timedelta(minutes=40):
        lost = came + (left - came) / 2
        yield from _row(one, school, came, min(lost, now), rng)
        came = lost + timedelta(minutes=5)
    if came < now:
        yield from _row(one, school, came, min(left, now), rng)


def _row(
    one: Occurrence, school: School, first: datetime, last: datetime, rng: Random
) -> Iterable[Evidence]:
    yield Evidence(
        office_id=one.office_id,
        occurrence=one,
        school=school,
        source=SOURCE,
        source_key=new_secret(),
        first_seen=first.replace(microsecond=0),
        last_seen=last.replace(microsecond=0),
        people=rng.randint(1, 6),
    )


def write_corrections(office: Office, bookings: Iterable[Booking]) -> None:
    """Two schools that were excused from the last directors' meeting that is over."""
    numbered = [b.pk for b in bookings if b.kind == "directors_meeting"]
    over = Occurrence.objects.filter(booking__in=numbered, ends_at__lt=clock.now())
    last = over.order_by("-starts_at").first()
    reporter = User.objects.filter(office=office, username="reporter").first()
    if last is None or reporter is None:
        return
    seen = Evidence.objects.filter(occurrence=last).values("school")
    missing = School.objects.filter(office=office, status=School.Status.OPEN).exclude(pk__in=seen)
    notes = ("ไปราชการ ศธจ.", "ลาป่วย มีหนังสือแจ้งแล้ว")
    Correction.objects.bulk_create(
        Correction(
            office=office,
            occurrence=last,
            school=school,
            actor=reporter,
            status="excused",
            note=note,
            at=last.ends_at + timedelta(hours=2),
        )
        for school, note in zip(missing.order_by("pk")[: len(notes)], notes, strict=False)
    )
