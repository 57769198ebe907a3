"""Makes offices in the service's database, in a process of its own (see `Service`).

It makes the tables, then reads JSON lines, each an order for an office, and answers each with what
it made: the browser tests themselves never touch the database. Every test has an office of its own,
so that none sees what another booked.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from rooms.models import MeetingSeries, Resource
from rooms.services import create_resource
from rooms.services.resources import ResourceValues
from vcs.core import clock
from vcs.directory.holidays import is_office_holiday
from vcs.directory.imports import import_schools
from vcs.directory.models import Office, User
from vcs.directory.services.offices import OfficeValues, create_office
from vcs.directory.services.people import PersonValues, add_user
from vcs.directory.tokens import create_token

SCHOOLS = settings.BASE_DIR / "vcs" / "directory" / "demo" / "schools.csv"
WEDNESDAY = 2

# Name in the tests: first name, last name, roles.
PEOPLE = {
    "officer": ("พิมพ์ใจ", "ใจดี", ["requester"]),
    "colleague": ("สมหญิง", "รักงาน", ["requester"]),
    "deputy": ("วิชัย", "มั่นคง", ["requester", "approver"]),
    "operator": ("อนันต์", "ช่างสื่อ", ["requester", "operator", "reporter"]),
    "admin": ("มานี", "ดูแลดี", ["office_admin"]),
}
ROOMS = (
    ResourceValues("ห้องชัยพฤกษ์", "room", 60, ["vc"], "อาคาร 1", requires_approval=True),
    ResourceValues("ห้องราชพฤกษ์", "room", 80, ["vc"], "อาคาร 1", requires_approval=True),
    ResourceValues("ห้องอินทนิล", "room", 20, location="อาคาร 2"),
    ResourceValues("ห้องจามจุรี", "room", 30, location="อาคาร 2"),
    # Whoever asks for it keeps nobody away: two may ask for one slot, one gets it.
    ResourceValues("หอประชุม", "room", 400, requires_approval=True, request_holds=False),
)
LICENCES = (
    ResourceValues("โฮสต์ A", "licence", 500, provider="jitsi"),
    ResourceValues("โฮสต์ B", "licence", 300, provider="jitsi"),
    ResourceValues("โฮสต์ C", "licence", 100, provider="jitsi"),
)


def make_office(number: int, schools: int, passwords: dict[str, str]) -> dict[str, Any]:
    """An office with people of each role, five rooms, three licences and so many schools."""
    code = f"98{number:02}"
    values = OfficeValues(code, f"สำนักงานเขตพื้นที่สมมุติ {number}", f"สพป.สมมุติ เขต {number}")
    office = create_office(actor=None, values=values)
    import_schools(actor=None, office=office, name="schools.csv", data=_schools(code, schools))
    people = {name: _person(office, name, passwords.get(name)) for name in PEOPLE}
    admin = User.objects.get(username=people["admin"]["username"])
    for position, values in enumerate((*ROOMS, *LICENCES)):
        create_resource(actor=admin, values=replace(values, position=position))
    MeetingSeries.objects.create(
        office=office, name="ประชุมผู้บริหารสถานศึกษา", kind="directors_meeting"
    )
    return {
        "number": number,
        "people": people,
        "resources": dict(Resource.objects.filter(office=office).values_list("name", "pk")),
        "schools": list(office.schools.values_list("name", flat=True)),
        "day": _working_day(office).isoformat(),
    }


def _schools(code: str, count: int) -> bytes:
    """The first so many of the demo's schools, as open schools of this office."""
    with SCHOOLS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(islice(csv.DictReader(file), count))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, "area_office_code": code, "status": "open"} for row in rows)
    return out.getvalue().encode()


def _person(office: Office, name: str, password: str | None) -> dict[str, str]:
    first, last, roles = PEOPLE[name]
    values = PersonValues(f"{name}{office.code}", first, last, work_group="กลุ่มอำนวยการ")
    user = add_user(actor=None, office=office, values=values, roles=roles, password=password)
    return {
        "username": user.username,
        "name": user.display_name,
        "session": _session(user),
        "token": create_token(user=user, name="test"),
    }


def _session(user: User) -> str:
    """The cookie of one who has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _working_day(office: Office) -> date:
    """A Wednesday to come; neither it nor the days after it are holidays."""
    day = clock.now().date() + timedelta(days=7)
    while day.weekday() != WEDNESDAY or any(
        is_office_holiday(office, day + timedelta(days=n)) for n in range(3)
    ):
        day += timedelta(days=1)
    return day


def take_orders() -> None:
    """Make the tables and say so; then answer order after order until there are no more."""
    call_command("migrate", verbosity=0)
    _answer({})
    for line in sys.stdin:
        _answer(make_office(**json.loads(line)))


def _answer(made: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(made) + "\n")
    sys.stdout.flush()
