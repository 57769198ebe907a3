"""The event log: one counter per stream, one row per event."""

from django.db import models

from vcs.core import clock


class StreamState(models.Model):
    """The last number given out on a stream; the row lock makes numbers commit in order."""

    stream = models.CharField("กระแส", max_length=100, primary_key=True)
    seq = models.BigIntegerField("ลำดับล่าสุด", default=0)

    class Meta:
        verbose_name = "ลำดับเหตุการณ์"
        verbose_name_plural = "ลำดับเหตุการณ์"

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"


class Event(models.Model):
    """What happened, by number within its stream: numbers have no gap and never come late."""

    stream = models.CharField("กระแส", max_length=100)
    seq = models.BigIntegerField("ลำดับ")
    name = models.CharField("ชื่อ", max_length=100)
    data = models.JSONField("ข้อมูล", default=dict)
    created_at = models.DateTimeField("เวลา", default=clock.now)

    class Meta:
        verbose_name = "เหตุการณ์"
        verbose_name_plural = "เหตุการณ์"
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="live_one_event_per_number")
        ]
        indexes = [models.Index(fields=["created_at"], name="live_event_age")]

    def __str__(self) -> str:
        return f"{self.stream}/{self.seq} {self.name}"
