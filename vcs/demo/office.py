"""The demo office itself: its groups, people, resources, rules and days off."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from rooms.models import BookingPolicy, MeetingSeries, Resource
from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.demo import texts
from vcs.demo.people import FIRST_NAMES, HEADS, LAST_NAMES, OBEC, PEOPLE, Person
from vcs.demo.planning import ZONE
from vcs.demo.things import THINGS
from vcs.directory import audit
from vcs.directory.holidays import office_holidays
from vcs.directory.models import (
    Cluster,
    Contact,
    Office,
    OfficeHoliday,
    RoleAssignment,
    School,
    User,
    ViewingSite,
    WorkGroup,
)

REQUESTERS_LOOK_AHEAD = 400
SITE_SCHOOLS = 4


@use_case
def make_office(*, password: str) -> Office:
    """The office with everything but its schools and its year."""
    office = Office.objects.create(
        code=texts.OFFICE_CODE,
        name=texts.OFFICE_NAME,
        short_name=texts.OFFICE_SHORT,
        province="สมมุติบุรี",
        phone="0 0000 0000",
        request_hold_hours=48,
    )
    groups = WorkGroup.objects.bulk_create(
        WorkGroup(office=office, name=name) for name in texts.WORK_GROUPS
    )
    _make_people(office, {group.name: group for group in groups}, password)
    _make_resources(office)
    BookingPolicy.objects.create(
        office=office, role=RoleAssignment.Role.REQUESTER, window_days=REQUESTERS_LOOK_AHEAD
    )
    MeetingSeries.objects.bulk_create(
        MeetingSeries(office=office, name=name, kind=kind)
        for name, kind in ((texts.DIRECTORS, "directors_meeting"), (texts.NEWS, "news"))
    )
    _make_days_off(office)
    audit.record(
        actor=None, action="office.created", target=office, office_id=office.pk, data={"demo": True}
    )
    return office


def _make_people(office: Office, groups: dict[str, WorkGroup], password: str) -> None:
    # One hash for all: they have one password, and hashing is slow on purpose.
    hashed = make_password(password)
    people = [*PEOPLE, *HEADS]
    users = User.objects.bulk_create(
        [
            *(_user(person, office, groups[person.work_group], hashed) for person in people),
            _user(OBEC, None, None, hashed),
        ]
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=role)
        for user, person in zip(users, people, strict=False)
        for role in person.roles
    )


def _user(person: Person, office: Office | None, group: WorkGroup | None, hashed: str) -> User:
    return User(
        username=person.username,
        password=hashed if person.signs_in else make_password(None),
        office=office,
        work_group=group,
        title=person.title,
        first_name=person.first_name,
        last_name=person.last_name,
        position=person.position,
        email=f"{person.username}@example.org",
        date_joined=clock.now(),
    )


def _make_resources(office: Office) -> None:
    Resource.objects.bulk_create(
        Resource(
            office=office,
            name=thing.name,
            kind=thing.kind,
            capacity=thing.capacity,
            features=list(thing.features),
            location=thing.location,
            provider=thing.provider,
            opening_hours=_opening_hours(weekdays_only=thing.weekdays_only)
            if thing.kind == Resource.Kind.ROOM
            else {},
            requires_approval=thing.requires_approval,
            request_holds=thing.request_holds,
            setup_minutes=thing.setup,
            teardown_minutes=thing.teardown,
            position=position,
        )
        for position, thing in enumerate(THINGS)
    )


def _opening_hours(*, weekdays_only: bool) -> dict[str, list[list[str]]]:
    days = ("mon", "tue", "wed", "thu", "fri", *(() if weekdays_only else ("sat", "sun")))
    return {day: [["07:00", "20:00"]] for day in days}


def _make_days_off(office: Office) -> None:
    """A local holiday ahead, and a Saturday on which the office works instead."""
    today = clock.now().astimezone(ZONE).date()
    ahead = today + timedelta(days=45)
    friday = ahead + timedelta(days=(4 - ahead.weekday()) % 7)
    OfficeHoliday.objects.bulk_create(
        [
            OfficeHoliday(office=office, date=friday, name="งานประเพณีประจำจังหวัดสมมุติบุรี"),
            OfficeHoliday(
                office=office,
                date=friday + timedelta(days=8),
                name="วันทำการชดเชย",
                is_working_day=True,
            ),
        ]
    )


def days_off(office: Office, first: date, last: date) -> frozenset[date]:
    """The days from first to last on which the office rests though it is no weekend."""
    found = office_holidays(office, first, last)
    return frozenset(day.date for day in found if not day.is_working_day)


@use_case
def settle_schools(*, office: Office) -> None:
    """Contacts of every open school, and one place where several watch together."""
    schools = list(School.objects.filter(office=office, status=School.Status.OPEN).order_by("pk"))
    rng = Random(texts.OFFICE_CODE)  # noqa: S311 - the same invented names each time
    Contact.objects.bulk_create(
        Contact(
            school=school,
            kind=kind,
            name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
            email=f"{kind}-{school.pk}@example.org",
        )
        for school in schools
        for kind in (Contact.Kind.DIRECTOR, Contact.Kind.TECHNICAL)
    )
    _make_viewing_site(office, schools)


def _make_viewing_site(office: Office, schools: list[School]) -> None:
    cluster = Cluster.objects.filter(office=office).order_by("-position", "name").first()
    near = [school for school in schools if cluster and school.cluster_id == cluster.pk]
    host, *guests = near[:SITE_SCHOOLS]
    site = ViewingSite.objects.create(office=office, name=f"จุดรับชม{host.name}", host=host)
    site.schools.set([host, *guests])
