"""Bookings as they are asked for, changed and decided."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from api.fields import (
    Choice,
    Flag,
    Identifier,
    Input,
    Instant,
    Integer,
    Line,
    Listed,
    Messages,
    Prose,
    QueryInstant,
    ZoneName,
)
from api.validation import both
from rooms.models import Booking, Resource
from rooms.models.bookings import BookingKind
from rooms.rules.requests import BookingChanges, BookingRequest, PoolSpec
from rooms.rules.validation import DESCRIPTION_GRAPHEMES, MOST_RESOURCES, TITLE_GRAPHEMES

REASON = 1000
RRULE = 300
MOST_EXDATES = 400
MOST_POOLS = 10
MOST_AUDIENCE = 1000
PRIVACY = ("public", "unlisted", "private")
SCOPES = ("all", "this", "following")


class PoolInput(Input):
    """Any `count` resources of a kind with at least so many seats."""

    kind = Choice(Resource.Kind.values)
    min_capacity = Integer(0, 1_000_000, required=False, default=0)
    count = Integer(1, 20, required=False, default=1)


class Email(Line):
    """One e-mail address."""

    default_error_messages: ClassVar[Messages] = {
        "invalid_email": both("อีเมลไม่ถูกต้อง", "Not an e-mail address")
    }

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            serializers.EmailField().run_validation(text)
        except serializers.ValidationError:
            self.fail("invalid_email")
        return text


class AudienceInput(Input):
    """Who is asked to join."""

    all_schools = Flag(required=False)
    clusters = Listed(Identifier(), MOST_AUDIENCE, required=False)
    schools = Listed(Identifier(), MOST_AUDIENCE, required=False)
    emails = Listed(Email(254), MOST_AUDIENCE, required=False)


class ConferenceInput(Input):
    """A video meeting; the provider is the office's own choice unless named."""

    provider = Choice(Resource.Provider.values, required=False, allow_null=True)


class BroadcastInput(Input):
    """A live stream on one of the office's channels."""

    channel = Identifier(required=False, allow_null=True)
    privacy = Choice(PRIVACY, required=False)
    auto_start = Flag(required=False)


class BookingInput(Input):
    """A booking to ask for; times are the first occurrence's."""

    title = Line(TITLE_GRAPHEMES)
    description = Prose(DESCRIPTION_GRAPHEMES, required=False, allow_blank=True)
    kind = Choice(BookingKind.values, required=False)
    starts_at = Instant()
    ends_at = Instant()
    timezone = ZoneName(required=False)
    rrule = Line(RRULE, required=False, allow_null=True, allow_blank=True)
    exdates = Listed(Instant(), MOST_EXDATES, required=False)
    resources = Listed(Identifier(), MOST_RESOURCES, required=False)
    any_of = Listed(PoolInput(), MOST_POOLS, required=False)
    audience = AudienceInput(required=False, allow_null=True)
    conference = ConferenceInput(required=False, allow_null=True)
    broadcast = BroadcastInput(required=False, allow_null=True)
    on_conflict = Choice(Booking.OnConflict.values, required=False)
    series = Identifier(required=False, allow_null=True)
    draft = Flag(required=False)


class BookingPatch(Input):
    """What is to change; new times are of the booking's own, or the named occurrence's, start."""

    title = Line(TITLE_GRAPHEMES, required=False)
    description = Prose(DESCRIPTION_GRAPHEMES, required=False, allow_blank=True)
    kind = Choice(BookingKind.values, required=False)
    starts_at = Instant(required=False)
    ends_at = Instant(required=False)
    timezone = ZoneName(required=False)
    rrule = Line(RRULE, required=False, allow_null=True, allow_blank=True)
    exdates = Listed(Instant(), MOST_EXDATES, required=False)
    resources = Listed(Identifier(), MOST_RESOURCES, required=False)
    any_of = Listed(PoolInput(), MOST_POOLS, required=False)
    audience = AudienceInput(required=False, allow_null=True)
    conference = ConferenceInput(required=False, allow_null=True)
    broadcast = BroadcastInput(required=False, allow_null=True)
    on_conflict = Choice(Booking.OnConflict.values, required=False)
    scope = Choice(SCOPES, required=False)
    occurrence = Identifier(required=False, allow_null=True)


class EditCheck(BookingPatch):
    """The same as a change, to be looked at only."""

    booking = Identifier()


class StepInput(Input):
    """Why a step is taken, and for which part of a series."""

    reason = Prose(REASON, required=False, allow_blank=True)
    scope = Choice(SCOPES, required=False)
    occurrence = Identifier(required=False, allow_null=True)


class BookingsQuery(Input):
    """Which bookings to list."""

    status = Choice(Booking.Status.values, required=False)
    mine = Flag(required=False)
    q = Line(200, required=False, allow_blank=True)
    cursor = serializers.CharField(required=False, help_text="Taken from `next`.")
    page_size = Integer(1, 500, required=False)


class OccurrencesQuery(Input):
    """Which occurrences to list: those that overlap [start, end)."""

    start = QueryInstant(required=False)
    end = QueryInstant(required=False)
    resource = Identifier(required=False)
    kind = Choice(BookingKind.values, required=False)
    status = serializers.CharField(
        required=False, help_text="One status, or several with commas between."
    )
    q = Line(200, required=False, allow_blank=True)
    fields = serializers.CharField(  # type: ignore[assignment]  # a parameter of this name
        required=False, help_text="Only these members, commas between."
    )
    include = Choice(("holds",), required=False)
    cursor = serializers.CharField(required=False, help_text="Taken from `next`.")
    page_size = Integer(1, 5000, required=False)


class SwapInput(Input):
    """Two occurrences that are to exchange their times or their resources."""

    first = Identifier()
    second = Identifier()
    exchange = Choice(("times", "resources"))


def booking_request(values: dict[str, Any], *, time_zone: str) -> BookingRequest:
    """The request that a checked body stands for."""
    values = {"timezone": time_zone, **values}
    return BookingRequest(**_domain(values))


def booking_changes(values: dict[str, Any]) -> BookingChanges:
    """The changes that a checked body stands for."""
    named = {name: value for name, value in values.items() if name not in _NOT_CHANGES}
    return BookingChanges(**_domain(named))


_NOT_CHANGES = frozenset({"scope", "occurrence", "booking"})


def _domain(values: dict[str, Any]) -> dict[str, Any]:
    values = dict(values)
    if "any_of" in values:
        values["any_of"] = tuple(PoolSpec(**pool) for pool in values["any_of"])
    for name in ("exdates", "resources"):
        if name in values:
            values[name] = tuple(values[name])
    if "rrule" in values:
        values["rrule"] = values["rrule"] or None
    return values
