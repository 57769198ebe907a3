"""Invitations, roll calls, feeds and broadcasts as the API shows them."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from api.serializers.outputs.meetings import (
    AttendanceOut,
    AttendanceStatus,
    BroadcastOut,
    CorrectionOut,
    EvidenceOut,
    FeedOut,
    FeedScope,
    InvitationOut,
    Rsvp,
    SchoolAttendanceOut,
)
from broadcasts.models import Broadcast
from vcs.attendance.queries import RollCall, SchoolAttendance, SchoolCorrection
from vcs.attendance.rules import Sighting, Status
from vcs.calendars.models import Feed
from vcs.sessions.queries import InvitationRow


def invitation_out(row: InvitationRow) -> InvitationOut:
    """One invitation."""
    return {
        "id": row.id,
        "school": row.school_id,
        "school_name": row.school_name,
        "email": row.email,
        "rsvp": cast("Rsvp", row.rsvp),
        "join_url": row.join_url,
        "delivered_at": row.delivered_at,
    }


def attendance_out(call: RollCall) -> AttendanceOut:
    """The roll call of an occurrence."""
    counts = call.counts
    return {
        "occurrence": call.occurrence_id,
        "as_of": call.as_of,
        "expected": call.expected,
        "present": counts[Status.PRESENT],
        "late": counts[Status.LATE],
        "left_early": counts[Status.LEFT_EARLY],
        "absent": counts[Status.ABSENT],
        "excused": counts[Status.EXCUSED],
        "schools": [_line(line) for line in call.schools],
    }


def _line(line: SchoolAttendance) -> SchoolAttendanceOut:
    return {
        "school": line.school.id,
        "school_name": line.school.name,
        "cluster": line.school.cluster,
        "district": line.school.district,
        "status": _status(line.status),
        "first_seen": line.first_seen,
        "last_seen": line.last_seen,
        "minutes": line.minutes,
        "people": line.people,
        "evidence": [_evidence(one) for one in line.evidence],
        "correction": _correction(line.correction) if line.correction else None,
    }


def _status(status: Status) -> AttendanceStatus:
    return status.value


def _evidence(seen: Sighting) -> EvidenceOut:
    return {"source": str(seen.source), "from": seen.start, "to": seen.until, "via": seen.via}


def _correction(word: SchoolCorrection) -> CorrectionOut:
    return {
        "status": _status(word.ruling.status) if word.ruling.status else None,
        "note": word.note,
        "actor": word.actor,
        "at": word.at,
    }


def feed_out(feed: Feed) -> FeedOut:
    """One feed, without its address, which only its maker was told."""
    document = feed.document
    target = document.school or document.cluster or document.resource
    person = document.user.display_name if document.user else document.office.short_name
    return {
        "id": feed.pk,
        "scope": cast("FeedScope", document.scope),
        "target": document.target_id,
        "target_name": target.name if target else person,
        "created_by": feed.created_by.display_name,
        "created_at": feed.created_at,
        "rotated_at": feed.rotated_at,
        "last_read_at": feed.last_fetched_at,
    }


def feed_told(made: tuple[Feed, str]) -> FeedOut:
    """A feed with the address it was just given."""
    feed, url = made
    return {**feed_out(feed), "url": url}


def broadcast_out(row: Broadcast) -> BroadcastOut:
    """One broadcast as planned; nothing of it is on air yet."""
    return {
        "id": row.pk,
        "occurrence": row.occurrence_id,
        "slug": row.slug,
        "title": row.title,
        "status": row.status,  # type: ignore[typeddict-item]
        "channel": row.channel_id,
        "scheduled_start": row.scheduled_start,
        "scheduled_end": row.scheduled_end,
        "youtube_id": None,
        "privacy": row.privacy,  # type: ignore[typeddict-item]
        "auto_start": row.auto_start,
        "stream": {"ingest_url": None, "health": None},
        "viewers": 0,
        "watch_url": watch_url(row.slug),
        "version": row.version,
        "updated_at": row.updated_at,
    }


def watch_url(slug: str) -> str | None:
    """The public page of a broadcast; None while the service has no page of that name."""
    try:
        return f"{settings.VCS_PUBLIC_URL}{reverse('watch', args=[slug])}"
    except NoReverseMatch:
        return None
