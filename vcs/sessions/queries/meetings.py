"""Sessions in the form that providers understand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import structlog
from django.db.models import OuterRef, Subquery

from vcs.core import crypto
from vcs.sessions import providers
from vcs.sessions.models import ConferenceSession
from vcs.sessions.providers.base import Meeting, Person, ProviderError, Role

log = structlog.get_logger("vcs.sessions")
WITH_MEETING = ("licence", "occurrence__booking")


def meeting_of(session: ConferenceSession) -> Meeting:
    """The meeting a provider is asked for; reads what `WITH_MEETING` brings along."""
    occurrence, booking = session.occurrence, session.occurrence.booking
    return Meeting(
        marker=f"vcs-{occurrence.pk}",
        label=booking.number,
        title=occurrence.title or booking.title,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        room_name=session.room_name,
        settings=_settings(session),
    )


def _settings(session: ConferenceSession) -> dict[str, Any]:
    licence = session.licence
    stored = (
        crypto.decrypt(licence.encrypted_settings) if licence and licence.encrypted_settings else {}
    )
    pasted = (session.occurrence.booking.conference or {}).get("url")
    return stored | ({"join_url": pasted} if pasted else {})


def host_join_urls(occurrence_ids: Iterable[int], name: str) -> dict[int, str]:
    """Where those who run a meeting join it, for occurrences whose room is ready; one query.

    Ask only for occurrences of which the person may know the room.
    """
    sessions = ConferenceSession.objects.filter(
        occurrence_id__in=list(occurrence_ids), state=ConferenceSession.State.READY
    ).select_related(*WITH_MEETING)
    urls = {session.occurrence_id: _host_url(session, name) for session in sessions}
    return {occurrence_id: url for occurrence_id, url in urls.items() if url}


def ready_column() -> Subquery:
    """The session of an occurrence whose room is ready, for lists of occurrences; else null."""
    ready = ConferenceSession.objects.filter(
        occurrence=OuterRef("pk"), state=ConferenceSession.State.READY
    )
    return Subquery(ready.values("pk"))


def _host_url(session: ConferenceSession, name: str) -> str | None:
    person = Person(key="host", name=name)
    try:
        return providers.named(session.provider).join_url(meeting_of(session), person, Role.HOST)
    except (ProviderError, crypto.Undecipherable) as error:
        log.warning("session.no_join_url", session=session.pk, reason=str(error))
        return None
