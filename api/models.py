"""What was answered under an Idempotency-Key, so that the same request gets the same answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vcs.directory.models import User


class IdempotentAnswer(models.Model):
    """One person's key and the answer it got; written in the transaction that did the work.

    ``fingerprint`` is of method, path and body. ``body`` is empty while the work is under way,
    and encrypted where it holds a secret shown once.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotent_by_age")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.key}"
