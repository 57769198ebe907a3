"""The picture of a resource."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from api.render.resources import resource_out
from api.serializers.inputs.directory import UploadInput
from api.serializers.outputs.resources import ResourceOut
from api.views.base import Endpoint
from api.views.imports import uploaded
from rooms import services
from rooms.models import Resource
from vcs.core.errors import NotFound


class Photo(Endpoint):
    """`/resources/{id}/photo/`"""

    parser_classes = (MultiPartParser,)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> FileResponse:
        """The picture, a JPEG of at most 1,600 pixels."""
        resource = self.find(Resource.objects.all(), pk)
        if not resource.photo:
            raise NotFound
        try:
            file = resource.photo.open()
        except FileNotFoundError as error:
            raise NotFound from error
        response = FileResponse(file, content_type="image/jpeg")
        response["Cache-Control"] = "private, max-age=86400"
        return response

    @extend_schema(request=UploadInput, responses={200: ResourceOut})
    def put(self, request: Request, pk: int) -> HttpResponse:
        """Show the resource by the picture in the field `file` (JPEG, PNG or WebP)."""
        data = uploaded(request).read()
        return self.write(
            lambda: services.set_photo(
                actor=self.user,
                resource_id=pk,
                data=data,
                expected_version=self.expected_version,
            ),
            resource_out,
        )

    @extend_schema(responses={200: ResourceOut})
    def delete(self, request: Request, pk: int) -> HttpResponse:
        """Show the resource without a picture."""
        return self.write(
            lambda: services.remove_photo(
                actor=self.user, resource_id=pk, expected_version=self.expected_version
            ),
            resource_out,
        )
