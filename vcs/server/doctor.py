"""The checks a person asks for with `manage.py doctor`, beyond those of /readyz."""

from __future__ import annotations

import smtplib
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, run_checks
from django.core.mail import get_connection
from django.db import connection

from rooms.models import Resource
from vcs.core import crypto
from vcs.core.clock import now
from vcs.core.errors import Text
from vcs.server import health
from vcs.server.health import Check, needs_database
from vcs.sessions.providers import DEFAULT, named
from vcs.sessions.providers.base import ProviderError

APART_AT_MOST = timedelta(seconds=2)
_DATABASE_NOW = {
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
}


@needs_database
def constraints() -> Check:
    """Whether the database itself refuses double bookings and a rewritten history."""
    found = run_checks(tags=[Tags.database], databases=["default"])
    missing = [message for message in found if isinstance(message, Error)]
    if not missing:
        text = Text("ฐานข้อมูลกันการจองซ้อนและการแก้ประวัติ", "the database's own guards are in place")
        return Check("constraints", ok=True, text=text)
    told = "; ".join(f"{message.msg} ({message.hint})" for message in missing)
    return Check("constraints", ok=False, text=Text(f"ข้อบังคับในฐานข้อมูลหาย: {told}", told))


@needs_database
def clock() -> Check:
    """Whether this machine and the database agree on the time."""
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE_NOW[connection.vendor])
        theirs = datetime.fromtimestamp(float(cursor.fetchone()[0]), UTC)
    apart = abs(now() - theirs)
    seconds = round(apart.total_seconds(), 1)
    text = Text(f"นาฬิกาต่างกัน {seconds} วินาที", f"clocks are {seconds} s apart")
    return Check("clock", ok=apart <= APART_AT_MOST, text=text)


def mail() -> Check:
    """Whether mail can be handed over, without sending any."""
    try:
        where = _try_mail()
    except (OSError, smtplib.SMTPException) as error:
        text = Text(f"ส่งอีเมลไม่ได้: {error}", f"mail cannot be handed over: {error}")
        return Check("mail", ok=False, text=text)
    return Check("mail", ok=True, text=Text(f"อีเมลไปที่ {where}", f"mail goes to {where}"))


def _try_mail() -> str:
    if not settings.VCS_EMAIL_URL:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return f"{folder.name}/*.eml"
    backend = get_connection()
    backend.open()
    backend.close()
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


@needs_database
def providers() -> Check:
    """Whether every licence in use has a back end and secrets this service can read."""
    licences = Resource.objects.filter(kind=Resource.Kind.LICENCE, is_active=True)
    wrong = [told for licence in licences if (told := _fault(licence))]
    if wrong:
        text = "; ".join(wrong)
        return Check("providers", ok=False, text=Text(f"บัญชีลิขสิทธิ์ใช้ไม่ได้: {text}", text))
    count = len(licences)
    text_ok = Text(f"บัญชีลิขสิทธิ์ {count} บัญชีพร้อม", f"{count} licences are usable")
    return Check("providers", ok=True, text=text_ok)


def _fault(licence: Resource) -> str:
    try:
        named(licence.provider or DEFAULT)
        if licence.encrypted_settings:
            crypto.decrypt(licence.encrypted_settings)
    except ProviderError as error:
        return f"{licence.name}: {error}"
    except crypto.Undecipherable:
        return f"{licence.name}: its settings were encrypted under another VCS_SECRET_KEY"
    return ""


CHECKS: tuple[Callable[[], Check], ...] = (
    health.database,
    health.migrations,
    constraints,
    clock,
    health.broker,
    health.worker,
    health.outbox,
    mail,
    providers,
)
# Told, but no failure: the operator may run the doctor while the service is stopped.
ONLY_TOLD = frozenset({"worker"})
