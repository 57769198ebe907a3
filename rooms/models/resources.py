"""Resources: anything scarce an office can book."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vcs.directory.models import Office, RoleAssignment


class Resource(models.Model):
    """A room, licence, encoder, channel, piece of equipment or crew member of one office."""

    class Kind(models.TextChoices):
        ROOM = "room", "ห้องประชุม"
        LICENCE = "licence", "บัญชีลิขสิทธิ์"
        ENCODER = "encoder", "เครื่องเข้ารหัสสัญญาณ"
        CHANNEL = "channel", "ช่องถ่ายทอดสด"
        EQUIPMENT = "equipment", "อุปกรณ์"
        CREW = "crew", "ทีมงาน"

    class Provider(models.TextChoices):
        JITSI = "jitsi", "Jitsi"
        BIGBLUEBUTTON = "bigbluebutton", "BigBlueButton"
        GOOGLE_MEET = "google_meet", "Google Meet"
        ZOOM = "zoom", "Zoom"
        MANUAL = "manual", "ลิงก์ที่กรอกเอง"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="resources")
    # Limits are counted in signs as people see them, and a sign may be eight code points.
    name = models.CharField(max_length=960)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    features = models.JSONField(default=list, blank=True)
    location = models.CharField(max_length=960, blank=True)
    provider = models.CharField(max_length=20, choices=Provider.choices, blank=True)
    encrypted_settings = models.TextField(blank=True, editable=False)
    opening_hours = models.JSONField(default=dict, blank=True)
    requires_approval = models.BooleanField(default=False)
    request_holds = models.BooleanField(default=True)
    setup_minutes = models.PositiveSmallIntegerField(default=0)
    teardown_minutes = models.PositiveSmallIntegerField(default=0)
    photo = models.ImageField(upload_to="resources/", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["kind", "position", "id"]
        indexes: ClassVar = [models.Index(fields=["office", "kind", "is_active"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "kind", "name"],
                condition=models.Q(is_active=True),
                name="resource_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class BookingPolicy(models.Model):
    """What a role may ask for: how far ahead, how short before, how much at once."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="booking_policies")
    role = models.CharField(max_length=20, choices=RoleAssignment.Role.choices)
    window_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_minutes = models.PositiveIntegerField(default=0)
    open_bookings = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "role"], name="booking_policy_once")
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.role}"
