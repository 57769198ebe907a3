"""Occurrences: the calendar's rows, and what is done to one date."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.openapi import ListOf, PageOf
from api.pagination import CursorPages
from api.render.occurrences import (
    ALL_MEMBERS,
    MEMBERS,
    Item,
    columns_for,
    occurrence_items,
    one_item,
    read_rows,
)
from api.serializers.inputs.bookings import OccurrencesQuery, SwapInput
from api.serializers.outputs.bookings import OccurrenceItem, OccurrenceOut
from api.views.base import Endpoint, idempotent
from rooms import queries, services
from rooms.models import Booking, Occurrence
from vcs.core.errors import InvalidInput, NotFound, Text

PAGES = CursorPages("starts_at", "id", size=200, most=5000)


class OccurrenceEndpoint(Endpoint):
    """What the addresses of occurrences share."""

    def occurrence(self, pk: int) -> Occurrence:
        """The occurrence of that id; somebody else's draft does not exist."""
        hidden = Q(booking__status=Booking.Status.DRAFT) & ~Q(booking__requester=self.user.pk)
        rows = Occurrence.objects.select_related("booking__office").exclude(hidden)
        return self.find(rows, pk)

    def render(self, pk: int) -> Item:
        """One occurrence with its holds."""
        item = one_item(queries.occurrences(self.user).filter(pk=pk), self.user)
        if item is None:
            raise NotFound
        return item


class Occurrences(OccurrenceEndpoint):
    """`/occurrences/`"""

    @extend_schema(parameters=[OccurrencesQuery], responses={200: PageOf(OccurrenceItem)})
    def get(self, request: Request) -> HttpResponse:
        """Occurrences that overlap [start, end), by start.

        The number of SQL queries does not depend on that of the rows. `fields` makes the answer
        small, `include=holds` adds what each takes of its resources with buffers.
        """
        asked = self.query(OccurrencesQuery)
        members = _members(asked)
        columns = columns_for(members)
        page = PAGES.page_of(_rows(self, asked), request, partial(read_rows, columns=columns))
        items = occurrence_items(page.rows, columns, members, self.user)
        return self.answer({"results": items, "next": page.next})


class OneOccurrence(OccurrenceEndpoint):
    """`/occurrences/{id}/`"""

    @extend_schema(responses={200: OccurrenceOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """One occurrence with its holds."""
        rows = queries.occurrences(self.user).filter(pk=pk)
        version = rows.values_list("version", flat=True).first()
        if version is None:
            raise NotFound
        return self.one(version, lambda: self.render(pk))


class Retry(OccurrenceEndpoint):
    """`/occurrences/{id}/retry/`"""

    @extend_schema(request=None, responses={200: OccurrenceOut})
    @idempotent
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Try a skipped date again; 409 while its slot is still taken."""
        return self.write(
            lambda: services.retry_occurrence(actor=self.user, occurrence_id=pk),
            lambda occurrence: self.render(occurrence.pk),
        )


class Swap(OccurrenceEndpoint):
    """`/occurrences/swap/`"""

    @extend_schema(request=SwapInput, responses={200: ListOf(OccurrenceOut)})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Let two occurrences exchange their times or their resources, in one step."""
        asked = self.body(SwapInput)
        ids = (asked["first"], asked["second"])
        for name in ("first", "second"):
            self.named(Occurrence.objects.all(), asked[name], f"/{name}")
        return self.write(
            lambda: services.swap_occurrences(
                actor=self.user, first_id=ids[0], second_id=ids[1], exchange=asked["exchange"]
            ),
            lambda _done: {"results": [self.render(pk) for pk in ids]},
        )


def _rows(view: Endpoint, asked: dict[str, Any]) -> QuerySet[Occurrence]:
    return queries.occurrences(
        view.user,
        start=asked.get("start"),
        end=asked.get("end"),
        resource=asked.get("resource"),
        kind=asked.get("kind"),
        status=_statuses(asked.get("status", "")),
        q=asked.get("q"),
    )


def _statuses(text: str) -> list[str]:
    found = [word for word in text.split(",") if word]
    return _known(found, Occurrence.Status.values, "/status")


def _members(asked: dict[str, Any]) -> list[str]:
    named = [word for word in asked.get("fields", "").split(",") if word]
    chosen = list(dict.fromkeys(_known(named, ALL_MEMBERS, "/fields"))) or list(MEMBERS)
    extra = [asked["include"]] if "include" in asked and asked["include"] not in chosen else []
    return [*chosen, *extra]


def _known(words: list[str], allowed: Any, pointer: str) -> list[str]:
    if set(words) <= set(allowed):
        return words
    names = ", ".join(allowed)
    text = Text(f"ใช้ได้เฉพาะ {names}", f"Use only {names}")
    raise InvalidInput.field(pointer, "unknown_word", text)
