"""What machines saw of each school, and what people said of it afterwards."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from rooms.models import Occurrence
from vcs.attendance.rules import LABELS, Status
from vcs.directory.models import Office, School, User


class Evidence(models.Model):
    """One source's record that a school was there from first_seen to last_seen, never longer.

    A source names its rows by `source_key`; delivered twice, late or out of order, a record only
    ever widens. A stretch of silence starts a row of its own under a new key.
    """

    class Source(models.TextChoices):
        DOOR = "door", "ลิงก์ประจำโรงเรียน"

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="evidence")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="evidence")
    source = models.CharField(max_length=20, choices=Source.choices)
    source_key = models.CharField(max_length=64)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    playing = models.BooleanField(null=True, blank=True)
    visible = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = "หลักฐานการเข้าร่วม"
        verbose_name_plural = "หลักฐานการเข้าร่วม"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occurrence", "school", "source", "source_key"], name="evidence_once"
            ),
            models.CheckConstraint(
                condition=models.Q(first_seen__lte=models.F("last_seen")),
                name="evidence_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.school_id} {self.source} {self.first_seen:%H:%M}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Reads only: what a person said stays said; the next one overrules it."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("corrections are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("corrections are append-only")


class Correction(models.Model):
    """A person's word on a school's attendance; the latest one counts, all are kept.

    With neither a status nor times it takes earlier ones back: what machines saw stands again.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="corrections")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="corrections")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=10, blank=True, choices=[(s.value, LABELS[s].th) for s in Status]
    )
    first_seen = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500)
    at = models.DateTimeField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "การแก้ไขผลการเข้าร่วม"
        verbose_name_plural = "การแก้ไขผลการเข้าร่วม"
        indexes: ClassVar = [models.Index(fields=["occurrence", "id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first_seen__isnull=True, last_seen__isnull=True)
                | models.Q(first_seen__lt=models.F("last_seen")),
                name="correction_times_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.school_id} {self.status or 'times'}"
