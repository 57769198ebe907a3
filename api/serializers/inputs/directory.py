"""Questions about schools and holidays, and the list of schools an office sends."""

from __future__ import annotations

from rest_framework import serializers

from api.fields import Choice, Day, Flag, Identifier, Input, Integer, Line
from vcs.directory.models import School


class SchoolsQuery(Input):
    """Which schools to list."""

    q = Line(200, required=False, allow_blank=True)
    cluster = Identifier(required=False)
    status = Choice(School.Status.values, required=False)
    cursor = serializers.CharField(required=False, help_text="Taken from `next`.")
    page_size = Integer(1, 1000, required=False)


class HolidaysQuery(Input):
    """Which days, both included."""

    start = Day(required=False)
    end = Day(required=False)


class ImportQuery(Input):
    """How to import."""

    dry_run = Flag(required=False)
    skip_bad = Flag(required=False)


class UploadInput(serializers.Serializer[None]):
    """A file in the multipart field `file`."""

    file = serializers.FileField(allow_empty_file=True)
