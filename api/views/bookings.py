"""Bookings: asked for, looked at, changed, and taken through their steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api import examples
from api.openapi import PageOf
from api.pagination import CursorPages
from api.render.bookings import booking_items, booking_out, bookings, bookings_with_next
from api.serializers.inputs.bookings import (
    BookingInput,
    BookingPatch,
    BookingsQuery,
    StepInput,
    booking_changes,
    booking_request,
)
from api.serializers.outputs.bookings import BookingItem, BookingOut
from api.views.base import Endpoint, idempotent
from rooms import services
from rooms.models import Booking
from vcs.core.thai import normalise
from vcs.directory import policy

PAGES = CursorPages("-id", size=50, most=500)


class BookingEndpoint(Endpoint):
    """What the addresses of bookings share."""

    def booking(self, pk: int) -> Booking:
        """The booking of that id; somebody else's draft does not exist."""
        return self.find(self.bookings(), pk)

    def bookings(self) -> QuerySet[Booking]:
        """Bookings except somebody else's drafts."""
        return bookings().exclude(_hidden(self.user.pk))

    def render(self, booking: Booking) -> BookingOut:
        """The booking as it stands after a service returned it."""
        return booking_out(booking, self.user)

    @property
    def time_zone(self) -> str:
        """The zone of a booking that names none: the office's."""
        office = self.user.office
        return office.time_zone if office else "Asia/Bangkok"


class Bookings(BookingEndpoint):
    """`/bookings/`"""

    @extend_schema(parameters=[BookingsQuery], responses={200: PageOf(BookingItem)})
    def get(self, request: Request) -> HttpResponse:
        """Bookings the person may see, newest first.

        `mine=1` keeps one's own, `status` one status, `q` what title or number contain.
        """
        asked = self.query(BookingsQuery)
        rows = policy.visible(bookings_with_next(), self.user).exclude(_hidden(self.user.pk))
        page = PAGES.page(rows.filter(_wanted(asked, self.user.pk)), request)
        return self.answer({"results": booking_items(page.rows, self.user), "next": page.next})

    @extend_schema(
        request=BookingInput, responses={201: BookingOut}, examples=examples.BOOKING_REQUESTS
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Ask for a booking, once or as a series.

        Answers `requested`, or `approved` at once where nothing of it needs approval; its slots
        are held from that moment. With `draft` it holds nothing until `/submit/`. A collision is
        409 `booking_conflict` with `conflicts` and up to three `suggestions`.
        """
        asked = booking_request(self.body(BookingInput), time_zone=self.time_zone)
        return self.write(
            lambda: services.request_booking(actor=self.user, request=asked),
            self.render,
            status=201,
            location="/api/v1/bookings/{id}/",
        )


class OneBooking(BookingEndpoint):
    """`/bookings/{id}/`"""

    @extend_schema(responses={200: BookingOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """A booking with its first 400 dates."""
        booking = self.booking(pk)
        return self.one(booking.version, lambda: booking_out(booking, self.user))

    @extend_schema(
        request=BookingPatch, responses={200: BookingOut}, examples=examples.BOOKING_CHANGES
    )
    def patch(self, request: Request, pk: int) -> HttpResponse:
        """Change a booking: all of it, one date (`this`), or a date and those after (`following`).

        New times are of the booking's own start, or the named occurrence's; the others move by
        the same wall-clock difference, and every occurrence keeps its id.
        """
        asked = self.body(BookingPatch)
        return self.write(
            lambda: services.edit_booking(
                actor=self.user,
                booking_id=pk,
                changes=booking_changes(asked),
                expected_version=self.expected_version,
                **_scope(asked),
            ),
            self.render,
        )

    @extend_schema(responses={200: BookingOut})
    def delete(self, request: Request, pk: int) -> HttpResponse:
        """Cancel the whole booking; it stays readable as `cancelled`."""
        return self.write(
            lambda: services.cancel_booking(
                actor=self.user, booking_id=pk, expected_version=self.expected_version
            ),
            self.render,
        )


class Step(BookingEndpoint):
    """`/bookings/{id}/<step>/`: one step of the booking's life."""

    service: Callable[..., Booking]

    def take(self, pk: int) -> HttpResponse:
        """Take the step and answer with the booking as it then stands."""
        asked = self.body(StepInput) if self.request.data else {}
        work = type(self).service
        return self.write(
            lambda: work(
                actor=self.user,
                booking_id=pk,
                reason=asked.get("reason", ""),
                expected_version=self.expected_version,
                **_scope(asked),
            ),
            self.render,
        )


class Submit(Step):
    """`/bookings/{id}/submit/`"""

    service = services.submit_booking

    @extend_schema(request=StepInput, responses={200: BookingOut})
    @idempotent
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Send a draft, or a rejected booking again; from now on it holds its slots."""
        return self.take(pk)


class Approve(Step):
    """`/bookings/{id}/approve/`"""

    service = services.approve_booking

    @extend_schema(request=StepInput, responses={200: BookingOut})
    @idempotent
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Approve a request; 409 where something took one of its slots meanwhile."""
        return self.take(pk)


class Reject(Step):
    """`/bookings/{id}/reject/`"""

    service = services.reject_booking

    @extend_schema(request=StepInput, responses={200: BookingOut})
    @idempotent
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Turn a request down with a reason; its slots are free again."""
        return self.take(pk)


class Cancel(Step):
    """`/bookings/{id}/cancel/`"""

    service = services.cancel_booking

    @extend_schema(request=StepInput, responses={200: BookingOut})
    @idempotent
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Cancel a booking, one date of it, or a date and those after."""
        return self.take(pk)


def _scope(asked: dict[str, Any]) -> dict[str, Any]:
    return {"scope": asked.get("scope", "all"), "occurrence_id": asked.get("occurrence")}


def _hidden(user_id: int) -> Q:
    return Q(status=Booking.Status.DRAFT) & ~Q(requester=user_id)


def _wanted(asked: dict[str, Any], user_id: int) -> Q:
    wanted = Q()
    if status := asked.get("status"):
        wanted &= Q(status=status)
    if asked.get("mine"):
        wanted &= Q(requester=user_id)
    if words := normalise(asked.get("q", "")):
        wanted &= Q(title__icontains=words) | Q(number__icontains=words)
    return wanted
