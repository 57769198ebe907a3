"""What the door's page shows: a `Door` turned into words, numbers and addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse

from rooms.models import Occurrence
from vcs.attendance.rules import Window
from vcs.core import crypto
from vcs.core.thai import format_date, format_time, format_time_range
from vcs.core.thai.dates import Language
from vcs.core.tokens import new_secret
from vcs.directory.models import Office
from vcs.sessions import providers
from vcs.sessions.models import ConferenceSession
from vcs.sessions.providers.base import ProviderError
from vcs.sessions.queries.door import Door, expected_count, guests_of, places_of
from vcs.sessions.queries.meetings import meeting_of
from vcs.sessions.words import notice, words

LANGUAGE_COOKIE = "vcs_language"


def language_of(request: HttpRequest) -> Language:
    """The language asked for in the address, else the one kept in the browser, else Thai."""
    asked = request.GET.get("lang") or request.COOKIES.get(LANGUAGE_COOKIE)
    return "en" if asked == "en" else "th"


def frame(language: Language, office: Office | None = None) -> dict[str, Any]:
    """What every page of the door has."""
    return {
        "t": words(language),
        "language": language,
        "office": office,
    }


def notice_page(door: Door | None, code: str, language: Language) -> dict[str, Any]:
    """A page that lets nobody in, and says why and what to do."""
    page = frame(language, door.office if door else None)
    page["notice"] = notice(code, language)
    if door is not None and door.occurrence is not None and door.bounds is not None:
        page["title"] = title_of(door.occurrence)
        page["when"] = when(door.bounds, door.office, language)
    return page


def door_page(door: Door, token: str, language: Language) -> dict[str, Any]:
    """The page of a door that waits or is open; each visit gets a key of its own."""
    occurrence, bounds = door.occurrence, door.bounds
    if occurrence is None or bounds is None:
        raise ValueError("a door without a date has a notice, not a page")
    page = frame(language, door.office)
    return (
        page
        | _asked(door, occurrence, page["t"])
        | {
            "state": door.state.value,
            "title": title_of(occurrence),
            "when": when(bounds, door.office, language),
            "missed": when(door.cancelled, door.office, language) if door.cancelled else None,
            "times": _times(bounds, ZoneInfo(door.office.time_zone), language),
            "phase": _phase(bounds, door.now),
            "wait": _parts(bounds.opens_at, door.now),
            "online": door.session is not None,
            "ready": _is_ready(door.session),
            "key": new_secret(),
            "script": _for_script(door, bounds, token),
        }
    )


def _asked(door: Door, occurrence: Occurrence, t: dict[str, str]) -> dict[str, Any]:
    school = door.invitation.school
    expected = expected_count(occurrence) if school else 0
    host = _provider_host(door.session)
    return {
        "school": school,
        "guest": door.invitation.email,
        "people": door.invitation.people,
        "expected": expected,
        "of_schools": t["of_schools"].format(expected),
        "guests": guests_of(school) if school else [],
        "places": places_of(occurrence),
        "before": t["before"].format(door.office.door_opens_minutes),
        "provider_note": t["privacy_provider"].format(host) if host else "",
    }


def _times(bounds: Window, zone: ZoneInfo, language: Language) -> dict[str, str]:
    return {
        "opens": _time(bounds.opens_at, zone, language),
        "starts": _time(bounds.starts_at, zone, language),
        "late": _time(bounds.late_at, zone, language),
    }


def title_of(occurrence: Occurrence) -> str:
    """The occurrence's own title, or its booking's."""
    return occurrence.title or occurrence.booking.title


def when(bounds: Window, office: Office, language: Language) -> dict[str, str]:
    """The date and the time of a meeting by the clocks of its office, each in one piece."""
    zone = ZoneInfo(office.time_zone)
    start, end = bounds.starts_at.astimezone(zone), bounds.ends_at.astimezone(zone)
    if start.date() != end.date():
        first = f"{_date(start, language)} {_time(start, zone, language)}"
        return {"date": first, "time": f"– {_date(end, language)} {_time(end, zone, language)}"}
    return {
        "date": _date(start, language),
        "time": format_time_range(start, end, language=language),
    }


def _date(at: datetime, language: Language) -> str:
    return format_date(at.date(), style="long", language=language)


def _time(at: datetime, zone: ZoneInfo, language: Language) -> str:
    return format_time(at.astimezone(zone), language=language)


def _phase(bounds: Window, now: datetime) -> str:
    if now < bounds.starts_at:
        return "before"
    return "running" if now < bounds.ends_at else "after"


def _parts(until: datetime, now: datetime) -> dict[str, str]:
    seconds = max(0, int((until - now).total_seconds()))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    return {
        "days": str(days) if days else "",
        "hours": f"{hours:02}",
        "minutes": f"{rest // 60:02}",
        "seconds": f"{rest % 60:02}",
        "total": str(seconds),
    }


def _for_script(door: Door, bounds: Window, token: str) -> dict[str, Any]:
    return {
        "now": door.now.isoformat(),
        "opens": bounds.opens_at.isoformat(),
        "zone": door.office.time_zone,
        "occurrence": door.occurrence.pk if door.occurrence else None,
        "counted": door.invitation.school_id is not None,
        "ping": reverse("door-ping", args=[token]),
        "leave": reverse("door-leave", args=[token]),
    }


def _is_ready(session: ConferenceSession | None) -> bool:
    return session is not None and session.state == ConferenceSession.State.READY


def _provider_host(session: ConferenceSession | None) -> str:
    if session is None or not _is_ready(session):
        return ""
    try:
        return providers.named(session.provider).host(meeting_of(session))
    except (ProviderError, crypto.Undecipherable):
        return ""
