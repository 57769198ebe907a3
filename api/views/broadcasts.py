"""Broadcasts as they are planned."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.openapi import PageOf
from api.pagination import CursorPages
from api.render.meetings import broadcast_out
from api.serializers.inputs.meetings import BroadcastsQuery
from api.serializers.outputs.meetings import BroadcastOut
from api.views.base import Endpoint
from broadcasts.queries import broadcast_of, broadcasts
from vcs.core.errors import NotFound

PAGES = CursorPages("scheduled_start", "id", size=100, most=500)


class Broadcasts(Endpoint):
    """`/broadcasts/`"""

    @extend_schema(parameters=[BroadcastsQuery], responses={200: PageOf(BroadcastOut)})
    def get(self, request: Request) -> HttpResponse:
        """Broadcasts planned within [start, end), by start."""
        asked = self.query(BroadcastsQuery)
        rows = broadcasts(
            self.user,
            start=asked.get("start"),
            end=asked.get("end"),
            status=[asked["status"]] if "status" in asked else (),
            channel=asked.get("channel"),
        )
        page = PAGES.page(rows, request)
        results = [broadcast_out(row) for row in page.rows]
        return self.answer({"results": results, "next": page.next})


class OneBroadcast(Endpoint):
    """`/broadcasts/{id}/`"""

    @extend_schema(responses={200: BroadcastOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """One broadcast."""
        row = broadcast_of(self.user, pk)
        if row is None:
            raise NotFound
        return self.one(row.version, lambda: broadcast_out(row))
