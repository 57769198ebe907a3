"""The rows of the outbox: messages to deliver, slots of periodic jobs, workers seen alive."""

from django.db import models
from django.db.models import Q

from vcs.core import clock


class State(models.TextChoices):
    """Where a message stands; only `pending` and `leased` ones will still be tried."""

    PENDING = "pending", "รอส่ง (pending)"
    LEASED = "leased", "กำลังส่ง (being sent)"
    SENT = "sent", "ส่งแล้ว (sent)"
    DEAD = "dead", "ส่งไม่สำเร็จ (dead letter)"


class OutboxMessage(models.Model):
    """One effect on the outside world: written with its cause, delivered at least once."""

    kind = models.CharField("ชนิด", max_length=100)
    payload = models.JSONField("ข้อมูล", default=dict)
    key = models.CharField("กุญแจกันซ้ำ", max_length=200, unique=True, null=True, blank=True)
    run_at = models.DateTimeField("เวลาที่จะส่ง", default=clock.now)
    state = models.CharField("สถานะ", max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField("จำนวนครั้งที่ลอง", default=0)
    lease_until = models.DateTimeField("ถือไว้ถึง", null=True, blank=True)
    lease_token = models.CharField(max_length=32, default="", blank=True, editable=False)
    last_error = models.TextField("ข้อผิดพลาดล่าสุด", default="", blank=True)
    created_at = models.DateTimeField("สร้างเมื่อ", default=clock.now)
    finished_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "งานส่งออก"
        verbose_name_plural = "งานส่งออก"
        indexes = [
            models.Index(
                fields=["run_at", "id"], name="outbox_due", condition=Q(state=State.PENDING)
            ),
            models.Index(
                fields=["lease_until"], name="outbox_leases", condition=Q(state=State.LEASED)
            ),
            models.Index(
                fields=["kind"],
                name="outbox_unfinished",
                condition=Q(state__in=[State.PENDING, State.LEASED]),
            ),
            models.Index(fields=["finished_at"], name="outbox_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class PeriodicRun(models.Model):
    """One slot of a periodic job; the unique pair is what makes many schedulers safe."""

    name = models.CharField("งาน", max_length=100)
    slot = models.DateTimeField("รอบเวลา")
    created_at = models.DateTimeField("สร้างเมื่อ", default=clock.now)

    class Meta:
        verbose_name = "รอบงานประจำ"
        verbose_name_plural = "รอบงานประจำ"
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="outbox_one_run_per_slot")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M}"


class WorkerBeat(models.Model):
    """The last sign of life of one worker process."""

    worker = models.CharField("ตัวทำงาน", max_length=100, unique=True)
    started_at = models.DateTimeField("เริ่มเมื่อ", default=clock.now)
    seen_at = models.DateTimeField("พบล่าสุด", default=clock.now)

    class Meta:
        verbose_name = "ตัวทำงานเบื้องหลัง"
        verbose_name_plural = "ตัวทำงานเบื้องหลัง"

    def __str__(self) -> str:
        return self.worker
