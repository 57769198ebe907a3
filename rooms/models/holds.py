"""Holds: the one table in which no two active rows of a resource overlap."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q

from rooms.models.bookings import Occurrence
from rooms.models.resources import Resource
from vcs.directory.models import User


class PostgresExclusion(ExclusionConstraint):
    """An exclusion constraint that other engines leave to triggers (rooms.triggers)."""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().create_sql(model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().remove_sql(model, schema_editor)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().constraint_sql(model, schema_editor)

    def check(self, model: Any, connection: Any) -> list[Any]:
        """Other engines are allowed: there the triggers stand in for the constraint."""
        if connection.vendor != "postgresql":
            return []
        return list(super().check(model, connection))


class TsTzRange(Func):
    """tstzrange(lower, upper, '[)')."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Closure(models.Model):
    """A resource out of use for a time: its hold keeps bookings away by the same constraint."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=1600)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.resource}: {self.reason}"


class Hold(models.Model):
    """The time an occurrence (or closure) takes of one resource, buffers included: [start, end)."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="all_holds")
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.CASCADE, null=True, related_name="holds"
    )
    closure = models.OneToOneField(
        Closure, on_delete=models.CASCADE, null=True, related_name="hold"
    )
    pool = models.ForeignKey(
        "rooms.PoolRequest", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    hold_start = models.DateTimeField()
    hold_end = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["resource", "hold_start"], condition=Q(active=True), name="hold_by_resource"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hold_start__lt=F("hold_end")), name="hold_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(occurrence__isnull=False) ^ Q(closure__isnull=False),
                name="hold_has_one_cause",
            ),
            models.UniqueConstraint(fields=["occurrence", "resource"], name="hold_once"),
            PostgresExclusion(
                name="hold_never_overlaps",
                expressions=[
                    ("resource", RangeOperators.EQUAL),
                    (
                        TsTzRange("hold_start", "hold_end", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(active=True),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.hold_start:%Y-%m-%d %H:%M}–{self.hold_end:%H:%M}"
