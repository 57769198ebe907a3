"""Broadcasts: the live stream of one occurrence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rooms.models import Occurrence, Resource
from vcs.directory.models import Office


class Broadcast(models.Model):
    """The live stream of one occurrence on one channel; its slug never changes, moved or not."""

    class Status(models.TextChoices):
        PLANNED = "planned", "วางแผนแล้ว"
        SCHEDULED = "scheduled", "ตั้งเวลาแล้ว"
        READY = "ready", "พร้อมออกอากาศ"
        TESTING = "testing", "ทดสอบสัญญาณ"
        LIVE = "live", "กำลังออกอากาศ"
        ENDED = "ended", "จบแล้ว"
        FAILED = "failed", "ขัดข้อง"
        CANCELLED = "cancelled", "ยกเลิก"

    class Privacy(models.TextChoices):
        PUBLIC = "public", "สาธารณะ"
        UNLISTED = "unlisted", "เฉพาะผู้มีลิงก์"
        PRIVATE = "private", "ส่วนตัว"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="broadcasts")
    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.CASCADE, related_name="broadcast"
    )
    channel = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="broadcasts")
    slug = models.SlugField(max_length=80, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    scheduled_start = models.DateTimeField()
    scheduled_end = models.DateTimeField()
    privacy = models.CharField(max_length=8, choices=Privacy.choices, default=Privacy.UNLISTED)
    auto_start = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["scheduled_start", "id"]
        indexes: ClassVar = [models.Index(fields=["office", "scheduled_start"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(scheduled_start__lt=models.F("scheduled_end")),
                name="broadcast_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> str:
        """What it is called: as its occurrence, or else as its booking."""
        return self.occurrence.title or self.occurrence.booking.title
