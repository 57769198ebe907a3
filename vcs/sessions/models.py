"""Video meetings at a provider, and who was asked to join by which personal link."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rooms.models import Booking, Occurrence, Resource
from vcs.directory.models import Office, School


class ConferenceSession(models.Model):
    """The video meeting of one occurrence: what is wanted, and what the provider made of it.

    It keeps its room through every move; another provider or licence gives it another room.
    """

    class State(models.TextChoices):
        WANTED = "wanted", "รอสร้างห้อง"
        READY = "ready", "พร้อม"
        FAILED = "failed", "สร้างไม่สำเร็จ"
        CLOSED = "closed", "ปิดแล้ว"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.CASCADE, related_name="conference_session"
    )
    provider = models.CharField(max_length=20, choices=Resource.Provider.choices)
    licence = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    room_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.WANTED)
    problem = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "ห้องประชุมออนไลน์"
        verbose_name_plural = "ห้องประชุมออนไลน์"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "room_name"],
                condition=~models.Q(room_name=""),
                name="conference_room_name_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.occurrence_id}"


class Invitation(models.Model):
    """A school, or a guest by e-mail, asked to a booking: one personal link for all its dates.

    The link is signed over `public_id` and `token_version` and never stored. A row is never
    deleted: whoever is no longer asked has it revoked, and gets the same link back when asked
    again.
    """

    class Rsvp(models.TextChoices):
        NEEDS_ACTION = "needs_action", "ยังไม่ตอบ"
        ACCEPTED = "accepted", "ตอบรับ"
        DECLINED = "declined", "ปฏิเสธ"
        TENTATIVE = "tentative", "อาจเข้าร่วม"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="invitations")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField(blank=True)
    public_id = models.CharField(max_length=22, unique=True, editable=False)
    token_version = models.PositiveIntegerField(default=1)
    revoked_at = models.DateTimeField(null=True, blank=True)
    rsvp = models.CharField(max_length=12, choices=Rsvp.choices, default=Rsvp.NEEDS_ACTION)
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "คำเชิญ"
        verbose_name_plural = "คำเชิญ"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(school__isnull=False) ^ ~models.Q(email=""),
                name="invitation_for_school_or_guest",
            ),
            models.UniqueConstraint(
                fields=["booking", "school"],
                condition=models.Q(school__isnull=False),
                name="invitation_once_per_school",
            ),
            models.UniqueConstraint(
                fields=["booking", "email"],
                condition=~models.Q(email=""),
                name="invitation_once_per_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.school_id or self.email}"
