"""load_demo: an invented office of 220 schools with a year of bookings round today."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from vcs.demo import texts
from vcs.demo.loading import counts, load, password
from vcs.demo.people import OBEC, PEOPLE, ROLE_NAMES, Person
from vcs.directory.models import Office


class Command(BaseCommand):
    """Run again it changes nothing and says how to sign in."""

    requires_system_checks = ()
    help = "Load the demo office: 220 schools, rooms, licences, people and a year of bookings."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load what is missing and print how to sign in."""
        made = load()
        office = Office.objects.get(code=texts.OFFICE_CODE)
        if made:
            self.stdout.write(_summary(office))
        else:
            self.stdout.write("มีสำนักงานตัวอย่างอยู่แล้ว ไม่มีอะไรเปลี่ยน · The demo office is there already")
        self.stdout.write(sign_in())


def _summary(office: Office) -> str:
    found = counts(office)
    return (
        f"โหลด {office.short_name} แล้ว: โรงเรียน {found['schools']} แห่ง การจอง {found['bookings']} "
        f"รายการ รออนุมัติ {found['waiting']} รายการ · Loaded {found['schools']} schools, "
        f"{found['bookings']} bookings, {found['waiting']} of them waiting"
    )


def sign_in() -> str:
    """How to sign in: where, as whom, and the one password of all demo users."""
    lines = [f"เข้าสู่ระบบ · Sign in: {settings.VCS_PUBLIC_URL}/"]
    lines += [_line(person) for person in (*PEOPLE, OBEC)]
    lines.append(f"รหัสผ่านของทุกคน · Password of all: {password()}")
    return "\n".join(lines)


def _line(person: Person) -> str:
    roles = ", ".join(f"{ROLE_NAMES[role]} ({role.value})" for role in person.roles)
    return (
        f"  {person.username:<9} {person.first_name} {person.last_name} – {roles or 'สพฐ. (obec)'}"
    )
