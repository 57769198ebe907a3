"""Corrections of the roll call, feeds, and questions about broadcasts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Choice, Flag, Identifier, Input, Instant, Integer, Prose, QueryInstant
from broadcasts.models import Broadcast
from vcs.attendance.rules import Status
from vcs.attendance.services import NOTE_LENGTH
from vcs.calendars.models import Scope


class CorrectionInput(Input):
    """A person's word on one school: a status, or from and to, and why."""

    school = Identifier()
    status = Choice([status.value for status in Status], required=False, allow_null=True)
    to = Instant(required=False, allow_null=True)
    note = Prose(NOTE_LENGTH, required=False, allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the contract that no class body can have as a name."""
        return {**super().get_fields(), "from": Instant(required=False, allow_null=True)}


class FeedInput(Input):
    """Whose calendar is to have an address."""

    scope = Choice(Scope.values)
    target = Identifier(required=False, allow_null=True)


class PageQuery(Input):
    """Which part of a list."""

    cursor = serializers.CharField(required=False, help_text="Taken from `next`.")
    page_size = Integer(1, 500, required=False)


class BroadcastsQuery(PageQuery):
    """Which broadcasts to list: those planned within [start, end)."""

    start = QueryInstant(required=False)
    end = QueryInstant(required=False)
    status = Choice(Broadcast.Status.values, required=False)
    channel = Identifier(required=False)


class ReportQuery(Input):
    """How a report is written."""

    thai_digits = Flag(required=False, help_text="Numbers shown to people in Thai digits.")
