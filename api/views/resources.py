"""Resources, what is free when, and closures."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api import conditional, examples
from api.openapi import PageOf
from api.pagination import CursorPages
from api.render.resources import availability_out, closure_out, resource_out
from api.serializers.inputs.resources import (
    AvailabilityQuery,
    ClosureInput,
    ClosuresQuery,
    ResourceInput,
    ResourcePatch,
    ResourcesQuery,
)
from api.serializers.outputs.resources import AvailabilityOut, ClosureOut, ResourceOut
from api.views.base import Endpoint, idempotent
from rooms import queries, services
from rooms.models import Closure, Resource
from rooms.services import ResourceValues
from vcs.core.errors import InvalidInput, Text
from vcs.directory import policy

RESOURCES = CursorPages("kind", "position", "id", size=200, most=500)
CLOSURES = CursorPages("starts_at", "id", size=100, most=500)


class Resources(Endpoint):
    """`/resources/`"""

    @extend_schema(parameters=[ResourcesQuery], responses={200: PageOf(ResourceOut)})
    def get(self, request: Request) -> HttpResponse:
        """The office's resources by kind and position; retired ones only with `is_active=0`."""
        asked = self.query(ResourcesQuery)
        rows = policy.visible(
            Resource.objects.filter(is_active=asked.get("is_active", True)), self.user
        )
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        page = RESOURCES.page(rows, request)
        return self.answer({"results": [resource_out(row) for row in page.rows], "next": page.next})

    @extend_schema(
        request=ResourceInput, responses={201: ResourceOut}, examples=examples.RESOURCE_REQUESTS
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Enter a resource; `settings` is stored encrypted and never shown."""
        values = ResourceValues(**_values(self.body(ResourceInput)))
        return self.write(
            lambda: services.create_resource(actor=self.user, values=values),
            resource_out,
            status=201,
            location="/api/v1/resources/{id}/",
        )


class OneResource(Endpoint):
    """`/resources/{id}/`"""

    @extend_schema(responses={200: ResourceOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """One resource, retired ones included."""
        row = self.find(Resource.objects.all(), pk)
        return self.one(row.version, lambda: resource_out(row))

    @extend_schema(request=ResourcePatch, responses={200: ResourceOut})
    def patch(self, request: Request, pk: int) -> HttpResponse:
        """Change a resource; what is booked already keeps its times and buffers."""
        changes = _values(self.body(ResourcePatch))
        return self.write(
            lambda: services.update_resource(
                actor=self.user,
                resource_id=pk,
                changes=changes,
                expected_version=self.expected_version,
            ),
            resource_out,
        )

    @extend_schema(responses={200: ResourceOut})
    def delete(self, request: Request, pk: int) -> HttpResponse:
        """Retire a resource: it can no longer be booked, its past stays."""
        return self.write(
            lambda: services.retire_resource(
                actor=self.user, resource_id=pk, expected_version=self.expected_version
            ),
            resource_out,
        )


class Availability(Endpoint):
    """`/availability/`"""

    @extend_schema(parameters=[AvailabilityQuery], responses={200: AvailabilityOut})
    def get(self, request: Request) -> HttpResponse:
        """What is free for the whole of [start, end), and what takes the others when."""
        asked = self.query(AvailabilityQuery)
        _refuse_reversed(asked)
        found = queries.availability(
            self.user,
            start=asked["start"],
            end=asked["end"],
            kind=asked.get("kind"),
            min_capacity=asked.get("min_capacity"),
            feature=[word for word in asked.get("feature", "").split(",") if word],
        )
        return self.answer(availability_out(found))


class Closures(Endpoint):
    """`/closures/`"""

    @extend_schema(parameters=[ClosuresQuery], responses={200: PageOf(ClosureOut)})
    def get(self, request: Request) -> HttpResponse:
        """Closures that overlap [start, end), by start."""
        asked = self.query(ClosuresQuery)
        rows = policy.visible(Closure.objects.all(), self.user).filter(_overlapping(asked))
        page = CLOSURES.page(rows, request)
        return self.answer({"results": [closure_out(row) for row in page.rows], "next": page.next})

    @extend_schema(
        request=ClosureInput, responses={201: ClosureOut}, examples=examples.CLOSURE_REQUESTS
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Take a resource out of use for a time; 409 where something is booked then."""
        asked = self.body(ClosureInput)
        self.named(Resource.objects.filter(is_active=True), asked["resource"], "/resource")
        return self.write(
            lambda: services.create_closure(
                actor=self.user,
                resource_id=asked["resource"],
                starts_at=asked["starts_at"],
                ends_at=asked["ends_at"],
                reason=asked["reason"],
            ),
            closure_out,
            status=201,
            location="/api/v1/closures/{id}/",
        )


class OneClosure(Endpoint):
    """`/closures/{id}/`"""

    @extend_schema(responses={200: ClosureOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """One closure."""
        row = self.find(Closure.objects.all(), pk)
        return self.one(row.version, lambda: closure_out(row))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> HttpResponse:
        """Open the resource again."""
        row = self.find(Closure.objects.all(), pk)
        conditional.require_version(request, row.version)
        services.delete_closure(actor=self.user, closure_id=pk)
        return HttpResponse(status=204)


def _values(asked: dict[str, Any]) -> dict[str, Any]:
    if "provider" in asked:
        asked["provider"] = asked["provider"] or ""
    return asked


def _overlapping(asked: dict[str, Any]) -> Q:
    wanted = Q()
    if "start" in asked:
        wanted &= Q(ends_at__gt=asked["start"])
    if "end" in asked:
        wanted &= Q(starts_at__lt=asked["end"])
    if "resource" in asked:
        wanted &= Q(resource=asked["resource"])
    return wanted


def _refuse_reversed(asked: dict[str, Any]) -> None:
    if asked["end"] <= asked["start"]:
        raise InvalidInput.field(
            "/end",
            "end_before_start",
            Text("end ต้องอยู่หลัง start", "end must be after start"),
        )
