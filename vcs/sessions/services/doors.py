"""Going in through a personal link, staying, and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcs.attendance.models import Evidence
from vcs.attendance.services import Trace, keep_presence, leave_presence, write_presence
from vcs.core import clock, crypto
from vcs.core.transactions import use_case
from vcs.sessions import providers
from vcs.sessions.errors import MeetingNotReady
from vcs.sessions.models import ConferenceSession, Invitation
from vcs.sessions.providers.base import Person, ProviderError, Role
from vcs.sessions.queries.door import Door, open_door
from vcs.sessions.queries.meetings import log, meeting_of


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody is let in: where to, what to show, and until when the door counts them."""

    door: Door
    join_url: str
    key: str
    closes_at: datetime


def enter_meeting(
    *, token: str, occurrence_id: int, key: str, people: int | None = None
) -> Admission:
    """Let the link's holder in and store that their school is there from now.

    `key` is the page's own: pressed twice, it is one entry. Guests have no school to count.
    """
    door = open_door(token, occurrence_id)
    # Asked first and outside the transaction: a provider may have to be called.
    url = address_of(door)
    if door.invitation.school_id is not None:
        _store_entry(door, key, people)
    return Admission(door, url, key, _closing(door))


def keep_place(
    *,
    token: str,
    occurrence_id: int,
    key: str,
    playing: bool | None = None,
    visible: bool | None = None,
) -> str:
    """Store that whoever entered with this key is still there; gives the key to go on with."""
    trace = _trace(open_door(token, occurrence_id), key)
    if trace is None:
        return key
    return keep_presence(trace=trace, playing=playing, visible=visible)


def leave_place(*, token: str, occurrence_id: int, key: str) -> None:
    """Store the last moment of whoever entered with this key; nothing else changes."""
    trace = _trace(open_door(token, occurrence_id), key)
    if trace is not None:
        leave_presence(trace=trace)


def address_of(door: Door) -> str:
    """Where the provider lets the link's holder in; MeetingNotReady where it does not."""
    session = door.session
    if session is None or session.state != ConferenceSession.State.READY:
        raise MeetingNotReady
    try:
        back_end = providers.named(session.provider)
        return back_end.join_url(meeting_of(session), *_person(door.invitation))
    except (ProviderError, crypto.Undecipherable) as error:
        log.warning("door.no_join_url", session=session.pk, reason=str(error))
        raise MeetingNotReady from error


def _person(invitation: Invitation) -> tuple[Person, Role]:
    if invitation.school is not None:
        return Person(f"school-{invitation.school_id}", invitation.school.name), Role.SCHOOL
    return Person(f"guest-{invitation.pk}", invitation.email), Role.GUEST


def _trace(door: Door, key: str) -> Trace | None:
    if door.invitation.school_id is None or door.occurrence is None:
        return None
    return Trace(door.occurrence.pk, door.invitation.school_id, Evidence.Source.DOOR, key)


@use_case
def _store_entry(door: Door, key: str, people: int | None) -> None:
    now = clock.now()
    trace = _trace(door, key)
    if trace is None:
        return
    if people is not None and people != door.invitation.people:
        Invitation.objects.filter(pk=door.invitation.pk).update(people=people)
    write_presence(trace, now, now, people)


def _closing(door: Door) -> datetime:
    if door.bounds is None:
        raise MeetingNotReady
    return door.bounds.closes_at
