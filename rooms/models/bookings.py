"""Bookings and their dated occurrences."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rooms.models.resources import Resource
from vcs.directory.models import Office, User, WorkGroup


class BookingKind(models.TextChoices):
    """What is held; the roll call and the calendar treat each in its own way."""

    DIRECTORS_MEETING = "directors_meeting", "ประชุมผู้บริหารสถานศึกษา"
    NEWS = "news", "พุธเช้าข่าว"
    BRIEFING = "briefing", "ประชุมชี้แจง"
    TRAINING = "training", "อบรม"
    GROUP_MEETING = "group_meeting", "ประชุมภายในกลุ่ม"
    STATUTORY = "statutory", "ประชุมตามกฎหมาย"
    OTHER = "other", "อื่น ๆ"


class MeetingSeries(models.Model):
    """A numbered series (ครั้งที่ n/พ.ศ.) whose count starts anew each year."""

    class Numbering(models.TextChoices):
        CALENDAR_YEAR = "calendar_year", "ปีปฏิทิน พ.ศ."
        FISCAL_YEAR = "fiscal_year", "ปีงบประมาณ"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="meeting_series")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=BookingKind.choices)
    numbering = models.CharField(
        max_length=15, choices=Numbering.choices, default=Numbering.CALENDAR_YEAR
    )

    class Meta:
        verbose_name_plural = "meeting series"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="meeting_series_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class NumberSequence(models.Model):
    """The last number an office gave to a booking in a Buddhist year."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year"], name="number_sequence_once")
        ]

    def __str__(self) -> str:
        return f"{self.office}/{self.year}: {self.value}"


class Booking(models.Model):
    """The request for whatever is scheduled, once or as a series.

    ``local_date`` and ``local_time`` are wall time in ``timezone``; ``duration`` is each
    occurrence's length; ``rrule`` makes it a series; ``exdates`` are ISO wall times.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "ร่าง"
        REQUESTED = "requested", "รออนุมัติ"
        APPROVED = "approved", "อนุมัติแล้ว"
        REJECTED = "rejected", "ไม่อนุมัติ"
        CANCELLED = "cancelled", "ยกเลิก"

    class OnConflict(models.TextChoices):
        REJECT = "reject", "ไม่จองทั้งชุด"
        SKIP = "skip", "ข้ามวันที่ชน"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="bookings")
    number = models.CharField(max_length=20)
    uid = models.UUIDField(unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="splits"
    )
    # Limits are counted in signs as people see them, and a sign may be eight code points.
    title = models.CharField(max_length=1600)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=BookingKind.choices, default=BookingKind.OTHER)
    status = models.CharField(max_length=10, choices=Status.choices)
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bookings")
    work_group = models.ForeignKey(WorkGroup, on_delete=models.SET_NULL, null=True, blank=True)
    timezone = models.CharField(max_length=40)
    local_date = models.DateField()
    local_time = models.TimeField()
    duration = models.DurationField()
    rrule = models.CharField(max_length=300, blank=True)
    exdates = models.JSONField(default=list, blank=True)
    on_conflict = models.CharField(
        max_length=6, choices=OnConflict.choices, default=OnConflict.REJECT
    )
    resources = models.ManyToManyField(Resource, related_name="+", blank=True)
    series = models.ForeignKey(
        MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    audience = models.JSONField(default=dict, blank=True)
    conference = models.JSONField(null=True, blank=True)
    broadcast = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["office", "status", "id"]),
            models.Index(fields=["requester", "status"]),
            models.Index(
                fields=["hold_expires_at"],
                condition=models.Q(status="requested"),
                name="booking_open_requests",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "number"], name="booking_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class PoolRequest(models.Model):
    """Any ``count`` resources of a kind with at least so many seats, chosen when booked."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="pools")
    kind = models.CharField(max_length=10, choices=Resource.Kind.choices)
    min_capacity = models.PositiveIntegerField(default=0)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.count} × {self.kind} ≥ {self.min_capacity}"


class Occurrence(models.Model):
    """One dated instance of a booking; its id and ``recurrence_start`` outlive every edit.

    ``recurrence_start`` is the instant the rule gives it; ``starts_at`` differs once moved.
    ``title`` is empty where it is the booking's.
    """

    class Status(models.TextChoices):
        TENTATIVE = "tentative", "รออนุมัติ"
        CONFIRMED = "confirmed", "ยืนยันแล้ว"
        CANCELLED = "cancelled", "ยกเลิก"
        SKIPPED = "skipped", "ข้าม"

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="occurrences")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    recurrence_start = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices)
    title = models.CharField(max_length=1600, blank=True)
    description = models.TextField(blank=True)
    skipped_reason = models.CharField(max_length=60, blank=True)
    series = models.ForeignKey(
        MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    series_year = models.PositiveSmallIntegerField(null=True, blank=True)
    series_number = models.PositiveSmallIntegerField(null=True, blank=True)
    own_resources = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [models.Index(fields=["office", "starts_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["booking", "recurrence_start"], name="occurrence_identity_once"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")),
                name="occurrence_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["series", "series_year", "series_number"],
                condition=models.Q(series__isnull=False) & ~models.Q(status="cancelled"),
                name="session_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def session_number(self) -> str | None:
        """The number in its series as shown, "5/2569"; None outside a numbered series."""
        if self.series_number is None:
            return None
        return f"{self.series_number}/{self.series_year}"
