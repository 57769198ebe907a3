"""Feeds: the secret addresses under which calendars are read."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api import examples
from api.openapi import PageOf
from api.pagination import CursorPages
from api.render.meetings import feed_out, feed_told
from api.serializers.inputs.meetings import FeedInput, PageQuery
from api.serializers.outputs.meetings import FeedOut
from api.views.base import Endpoint, idempotent
from vcs.calendars import services
from vcs.calendars.queries.feeds import feeds

PAGES = CursorPages("-id", size=100, most=500)


class Feeds(Endpoint):
    """`/feeds/`"""

    @extend_schema(parameters=[PageQuery], responses={200: PageOf(FeedOut)})
    def get(self, request: Request) -> HttpResponse:
        """The feeds in use that the person may see, newest first, without their addresses."""
        page = PAGES.page(feeds(self.user), request)
        return self.answer({"results": [feed_out(row) for row in page.rows], "next": page.next})

    @extend_schema(request=FeedInput, responses={201: FeedOut}, examples=examples.FEED_REQUESTS)
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Make a feed; its `url` is told here and never again."""
        asked = self.body(FeedInput)
        return self.write(
            lambda: services.create_feed(
                actor=self.user, scope=asked["scope"], target=asked.get("target")
            ),
            feed_told,
            status=201,
            secret=True,
        )


class Rotate(Endpoint):
    """`/feeds/{id}/rotate/`"""

    @extend_schema(request=None, responses={200: FeedOut})
    @idempotent
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Give the feed another address; the old one is gone from now on."""
        return self.write(
            lambda: services.rotate_feed(actor=self.user, feed_id=pk), feed_told, secret=True
        )


class OneFeed(Endpoint):
    """`/feeds/{id}/`"""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> HttpResponse:
        """End the feed: its address is gone from now on."""
        services.revoke_feed(actor=self.user, feed_id=pk)
        return HttpResponse(status=204)
