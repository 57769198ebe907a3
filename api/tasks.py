"""What the API has done by the clock."""

from __future__ import annotations

from datetime import timedelta

from api.services import prune_answers
from vcs.outbox import periodic


@periodic("api.prune_answers", every=timedelta(hours=1))
def prune() -> None:
    """Keep the table of answers small."""
    prune_answers()
