"""Keeping the video meetings of a booking in line with its dates and licences.

`prepare_sessions` stores what is wanted; `make_rooms` then asks the providers, outside any
transaction, and stores what they said. Both may run again at any time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from rooms.models import Booking, Hold, Occurrence, Resource
from vcs.core import clock, crypto
from vcs.core.transactions import use_case
from vcs.sessions import providers
from vcs.sessions.models import ConferenceSession
from vcs.sessions.providers.base import ProviderError, QuotaSpent, Retryable, Uncertain
from vcs.sessions.queries.meetings import WITH_MEETING, log, meeting_of
from vcs.sessions.rules import Licence, Want, wanted_session

State = ConferenceSession.State


@dataclass(frozen=True, slots=True)
class Made:
    """What a provider said of one wanted session."""

    session_id: int
    want: Want
    room_name: str = ""
    problem: str = ""


@use_case
def prepare_sessions(*, booking_id: int) -> None:
    """Store which session each date to come should have; what is past or unchanged stays.

    A date that is not confirmed has its session closed and gets the same room back when it is.
    """
    booking = Booking.objects.select_for_update(no_key=True).get(pk=booking_id)
    dates = list(booking.occurrences.filter(ends_at__gt=clock.now()))
    licences = _licences(dates)
    known = {s.occurrence_id: s for s in ConferenceSession.objects.filter(occurrence__in=dates)}
    new, changed = [], []
    for date in dates:
        want = _want(booking, date, licences[date.pk])
        session = known.get(date.pk)
        if session is None and want is not None:
            new.append(_session(date, want))
        elif session is not None and _follow(session, want):
            changed.append(session)
    ConferenceSession.objects.bulk_create(new)
    ConferenceSession.objects.bulk_update(
        changed, ["provider", "licence", "room_name", "state", "problem", "updated_at"]
    )


def make_rooms(sessions: QuerySet[ConferenceSession]) -> timedelta | None:
    """Have the providers make the wanted ones of these; how long to wait, if one asks to."""
    waits: list[timedelta] = []
    made: list[Made] = []
    for session in sessions.filter(state=State.WANTED).select_related(*WITH_MEETING):
        try:
            made.append(_made(session))
        except Retryable as error:
            waits.append(error.after)
        except QuotaSpent as error:
            waits.append(max(error.until - clock.now(), timedelta(seconds=30)))
        except Uncertain:
            waits.append(timedelta(minutes=1))
    if made:
        _settle(made=made)
    return max(waits, default=None)


@use_case
def retry_sessions_of_licence(*, licence_id: int) -> None:
    """Want those that failed again, once their licence was changed."""
    failed = ConferenceSession.objects.filter(
        licence_id=licence_id, state=State.FAILED, occurrence__ends_at__gt=clock.now()
    )
    failed.update(state=State.WANTED, problem="", updated_at=clock.now())


def _made(session: ConferenceSession) -> Made:
    want = Want(session.provider, session.licence_id)
    try:
        ref = providers.named(session.provider).ensure(meeting_of(session))
    except (Retryable, QuotaSpent, Uncertain):
        raise
    except (ProviderError, crypto.Undecipherable) as error:
        log.warning("session.failed", session=session.pk, reason=str(error))
        return Made(session.pk, want, problem=str(error)[:300])
    return Made(session.pk, want, room_name=ref.room_name)


@use_case
def _settle(*, made: list[Made]) -> None:
    """Store what the providers said, where the same is still wanted."""
    rows = {row.pk: row for row in _still_wanted(made)}
    changed = []
    for one in made:
        row = rows.get(one.session_id)
        if row is None or Want(row.provider, row.licence_id) != one.want:
            continue
        row.state = State.FAILED if one.problem else State.READY
        row.room_name, row.problem = one.room_name, one.problem
        row.updated_at = clock.now()
        changed.append(row)
    ConferenceSession.objects.bulk_update(changed, ["state", "room_name", "problem", "updated_at"])


def _still_wanted(made: list[Made]) -> QuerySet[ConferenceSession]:
    ids = [one.session_id for one in made]
    wanted = ConferenceSession.objects.filter(pk__in=ids, state=State.WANTED)
    return wanted.select_for_update(of=("self",), no_key=True).order_by("pk")


def _licences(dates: list[Occurrence]) -> dict[int, list[Licence]]:
    held: dict[int, list[Licence]] = defaultdict(list)
    rows = Hold.objects.filter(
        occurrence__in=dates, active=True, resource__kind=Resource.Kind.LICENCE
    )
    for occurrence_id, licence_id, provider in rows.values_list(
        "occurrence_id", "resource_id", "resource__provider"
    ):
        if occurrence_id is not None:
            held[occurrence_id].append(Licence(licence_id, provider))
    return held


def _want(booking: Booking, date: Occurrence, licences: list[Licence]) -> Want | None:
    if date.status != Occurrence.Status.CONFIRMED:
        return None
    return wanted_session(booking.conference, licences, providers.DEFAULT)


def _session(date: Occurrence, want: Want) -> ConferenceSession:
    return ConferenceSession(
        office_id=date.office_id,
        occurrence=date,
        provider=want.provider,
        licence_id=want.licence_id,
        updated_at=clock.now(),
    )


def _follow(session: ConferenceSession, want: Want | None) -> bool:
    """Change the row to what is wanted; whether that changed anything."""
    before = (session.provider, session.licence_id, session.state)
    if want is None:
        session.state = State.CLOSED
    elif want != Want(session.provider, session.licence_id):
        session.provider, session.licence_id = want.provider, want.licence_id
        session.room_name, session.problem = "", ""
        session.state = State.WANTED
    elif session.state in {State.CLOSED, State.FAILED}:
        session.state = State.WANTED
    session.updated_at = clock.now()
    return before != (session.provider, session.licence_id, session.state)
