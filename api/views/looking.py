"""Looking before leaping: what sending, changing or approving a booking would do, and its past."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api import examples
from api.openapi import ListOf, either
from api.render.previews import check_out, history_out, impact_out
from api.serializers.inputs.bookings import (
    BookingInput,
    EditCheck,
    booking_changes,
    booking_request,
)
from api.serializers.outputs.bookings import BookingCheck, HistoryEntry, ImpactOut
from api.views.bookings import BookingEndpoint
from rooms import queries
from rooms.models import Booking
from rooms.queries import BookingPreview
from vcs.core.errors import InvalidInput, Text
from vcs.directory import audit, policy
from vcs.directory.models import AuditEntry


class Check(BookingEndpoint):
    """`/bookings/check/`"""

    @extend_schema(
        request=either("BookingCheckInput", BookingInput, EditCheck),
        responses={200: BookingCheck},
        examples=examples.BOOKING_REQUESTS,
    )
    def post(self, request: Request) -> HttpResponse:
        """What sending the same body to `/bookings/` would give; writes nothing.

        With `booking` it is the body of a PATCH to that booking instead.
        """
        data = self.request.data
        editing = isinstance(data, dict) and "booking" in data
        preview = self._of_edit() if editing else self._of_new()
        return self.answer(check_out(preview))

    def _of_new(self) -> BookingPreview:
        asked = booking_request(self.body(BookingInput), time_zone=self.time_zone)
        policy.require(self.user, policy.BOOKING_REQUEST)
        return queries.preview_booking(self.user, asked)

    def _of_edit(self) -> BookingPreview:
        asked = self.body(EditCheck)
        booking = self.named(self.bookings(), asked["booking"], "/booking")
        return queries.preview_edit(
            self.user,
            booking,
            changes=booking_changes(asked),
            scope=asked.get("scope", "all"),
            occurrence=_occurrence(booking, asked),
        )


class Impact(BookingEndpoint):
    """`/bookings/{id}/impact/`"""

    @extend_schema(responses={200: ImpactOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """What approving would do: collisions, whom it pushes out, what it sets going."""
        booking = self.booking(pk)
        return self.answer(impact_out(queries.approval_impact(self.user, booking)))


class History(BookingEndpoint):
    """`/bookings/{id}/history/`"""

    @extend_schema(responses={200: ListOf(HistoryEntry)})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Who did what to the booking, oldest first."""
        booking = self.booking(pk)
        rows = AuditEntry.objects.filter(
            target_type=audit.target_type(Booking), target_id=booking.pk
        )
        entries = rows.select_related("actor").order_by("at", "id")
        return self.answer({"results": [history_out(entry) for entry in entries]})


def _occurrence(booking: Booking, asked: dict[str, Any]) -> Any:
    pk = asked.get("occurrence")
    if pk is None:
        return None
    found = booking.occurrences.filter(pk=pk).first()
    if found is None:
        text = Text("การจองนี้ไม่มีครั้งที่ระบุ", "The booking has no such occurrence")
        raise InvalidInput.field("/occurrence", "unknown_occurrence", text)
    return found
