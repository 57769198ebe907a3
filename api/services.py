"""What the API itself writes."""

from __future__ import annotations

from api.idempotency import KEPT_FOR
from api.models import IdempotentAnswer
from vcs.core import clock
from vcs.core.transactions import use_case

AT_ONCE = 5000


@use_case
def prune_answers() -> int:
    """Forget answers older than any client still retries; returns how many, at most AT_ONCE."""
    old = IdempotentAnswer.objects.filter(created_at__lt=clock.now() - KEPT_FOR)
    ids = list(old.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])
    return IdempotentAnswer.objects.filter(pk__in=ids).delete()[0]
