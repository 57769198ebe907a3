"""Reading the roll call: four SQL queries for any number of schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from rooms.models import Occurrence
from rooms.queries import expected_schools
from vcs.attendance.models import Correction, Evidence
from vcs.attendance.rules import (
    Ruling,
    Sighting,
    Standing,
    Status,
    Window,
    standing,
    tally,
    through_sites,
    window,
)
from vcs.core import clock
from vcs.directory.models import Office, ViewingSite


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What is shown of an expected school beside its attendance."""

    id: int
    name: str
    short_name: str
    moe_code: str
    smis_code: str
    obec_code: str
    district: str
    cluster: str | None


@dataclass(frozen=True, slots=True)
class SchoolCorrection:
    """The person's word now in force on a school, and who gave it."""

    ruling: Ruling
    note: str
    actor_id: int
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SchoolAttendance:
    """One expected school's line of the roll call, with what it was computed from.

    `evidence` is everything that was seen, also where a `correction` stands in its place, and the
    times the correction vouches for as source "manual"; `people` is the largest number a device of
    the school itself gave.
    """

    school: SchoolFacts
    status: Status
    first_seen: datetime | None
    last_seen: datetime | None
    minutes: int
    people: int | None
    evidence: tuple[Sighting, ...]
    correction: SchoolCorrection | None


@dataclass(frozen=True)
class RollCall:
    """Who of the expected was there, as of an instant; the counts sum to `expected`."""

    occurrence_id: int
    as_of: datetime
    bounds: Window
    schools: tuple[SchoolAttendance, ...]

    @property
    def expected(self) -> int:
        """How many schools were asked to join."""
        return len(self.schools)

    @cached_property
    def counts(self) -> Mapping[Status, int]:
        """How many have each status, zeros included."""
        return tally(line.status for line in self.schools)

    @cached_property
    def statuses(self) -> Mapping[int, Status]:
        """Each expected school's status."""
        return {line.school.id: line.status for line in self.schools}

    def status_of(self, school_id: int) -> Status:
        """The status of an expected school."""
        return self.statuses[school_id]


@dataclass(frozen=True)
class Facts:
    """Everything one roll call is computed from, read once; pure from here on."""

    occurrence_id: int
    bounds: Window
    schools: tuple[SchoolFacts, ...]
    sightings: Mapping[int, Sequence[Sighting]]
    people: Mapping[int, int]
    guests: Mapping[int, tuple[int, ...]]
    corrections: Mapping[int, SchoolCorrection]

    def with_sighting(self, school_id: int, sighting: Sighting) -> Facts:
        """The same after one more sighting."""
        seen = (*self.sightings.get(school_id, ()), sighting)
        return replace(self, sightings={**self.sightings, school_id: seen})

    def with_correction(self, school_id: int, correction: SchoolCorrection) -> Facts:
        """The same after a person's word on one school."""
        return replace(self, corrections={**self.corrections, school_id: correction})

    def call(self, as_of: datetime) -> RollCall:
        """The roll call these facts amount to at an instant."""
        seen = through_sites(self.sightings, self.guests)
        lines = (
            self._line(school, tuple(seen.get(school.id, ())), as_of) for school in self.schools
        )
        return RollCall(self.occurrence_id, as_of, self.bounds, tuple(lines))

    def _line(
        self, school: SchoolFacts, seen: tuple[Sighting, ...], as_of: datetime
    ) -> SchoolAttendance:
        correction = self.corrections.get(school.id)
        ruling = correction.ruling if correction else None
        outcome = standing(self.bounds, seen, ruling, as_of)
        vouched = tuple(ruling.sightings() or ()) if ruling else ()
        people = self.people.get(school.id)
        return _attendance(school, outcome, people, seen + vouched, correction)


def _attendance(
    school: SchoolFacts,
    outcome: Standing,
    people: int | None,
    evidence: tuple[Sighting, ...],
    correction: SchoolCorrection | None,
) -> SchoolAttendance:
    return SchoolAttendance(
        school=school,
        status=outcome.status,
        first_seen=outcome.first_seen,
        last_seen=outcome.last_seen,
        minutes=outcome.minutes,
        people=people,
        evidence=evidence,
        correction=correction,
    )


def roll_call(occurrence: Occurrence, *, as_of: datetime | None = None) -> RollCall:
    """Who of the expected schools was there, by what evidence; of now unless told when."""
    return facts_of(occurrence).call(as_of or clock.now())


def facts_of(occurrence: Occurrence) -> Facts:
    """Read what a roll call needs, in four queries (and the booking's, where not at hand)."""
    sightings, people = _evidence(occurrence.pk)
    return Facts(
        occurrence_id=occurrence.pk,
        bounds=bounds_of(occurrence, occurrence.booking.office),
        schools=_schools(occurrence),
        sightings=sightings,
        people=people,
        guests=_guests(occurrence.office_id),
        corrections=_corrections(occurrence.pk),
    )


def bounds_of(occurrence: Occurrence, office: Office) -> Window:
    """When an occurrence's door is open and who is late, by the minutes of its office."""
    return window(
        occurrence.starts_at,
        occurrence.ends_at,
        opens_minutes=office.door_opens_minutes,
        late_minutes=office.late_after_minutes,
        early_minutes=office.left_early_minutes,
    )


def _schools(occurrence: Occurrence) -> tuple[SchoolFacts, ...]:
    rows = expected_schools(occurrence.booking).values_list(
        "id",
        "name",
        "short_name",
        "moe_code",
        "smis_code",
        "obec_code",
        "district",
        "cluster__name",
    )
    return tuple(SchoolFacts(*row) for row in rows)


def _evidence(occurrence_id: int) -> tuple[dict[int, list[Sighting]], dict[int, int]]:
    sightings: dict[int, list[Sighting]] = defaultdict(list)
    people: dict[int, int] = {}
    rows = Evidence.objects.filter(occurrence_id=occurrence_id).order_by("first_seen", "id")
    for school_id, source, start, until, count in rows.values_list(
        "school_id", "source", "first_seen", "last_seen", "people"
    ):
        sightings[school_id].append(Sighting(source, start, until))
        if count is not None:
            people[school_id] = max(count, people.get(school_id, 0))
    return sightings, people


def _guests(office_id: int) -> dict[int, tuple[int, ...]]:
    pairs = ViewingSite.objects.filter(office_id=office_id).values_list("host_id", "schools")
    return _grouped((host, school) for host, school in pairs if school is not None)


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    groups: dict[int, set[int]] = defaultdict(set)
    for host, school in pairs:
        groups[host].add(school)
    return {host: tuple(sorted(schools)) for host, schools in groups.items()}


def _corrections(occurrence_id: int) -> dict[int, SchoolCorrection]:
    rows = Correction.objects.filter(occurrence_id=occurrence_id).select_related("actor")
    # In order of their making, so that the last word on a school overwrites the earlier ones.
    return {row.school_id: correction_of(row) for row in rows.order_by("id")}


def correction_of(row: Correction) -> SchoolCorrection:
    """A stored correction in the form the rules read."""
    return SchoolCorrection(
        ruling=Ruling(Status(row.status) if row.status else None, row.first_seen, row.last_seen),
        note=row.note,
        actor_id=row.actor_id,
        actor=row.actor.display_name,
        at=row.at,
    )
