"""Words that several answers share."""

from __future__ import annotations

from typing import Literal, NewType, TypedDict

BookingKind = Literal[
    "directors_meeting", "news", "briefing", "training", "group_meeting", "statutory", "other"
]
BookingStatus = Literal["draft", "requested", "approved", "rejected", "cancelled"]
OccurrenceStatus = Literal["tentative", "confirmed", "cancelled", "skipped"]
ResourceKind = Literal["room", "licence", "encoder", "channel", "equipment", "crew"]
ProviderName = Literal["jitsi", "bigbluebutton", "google_meet", "zoom", "manual"]
Role = Literal["requester", "approver", "operator", "reporter", "office_admin"]

# An instant that the database has already written as RFC 3339 text.
Stamp = NewType("Stamp", str)


class Bilingual(TypedDict):
    """One text in the two languages of the service."""

    th: str
    en: str
