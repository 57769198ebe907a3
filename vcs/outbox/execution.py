"""Running the handler of one claimed message; whatever it does becomes an outcome."""

import logging
import random

from vcs.core import clock
from vcs.outbox import registry
from vcs.outbox.messages import Claim, Dead, Message, Outcome, Result, Retry
from vcs.outbox.rules import backoff

logger = logging.getLogger(__name__)


def execute(claim: Claim) -> Outcome:
    """Deliver one message; never raises, so that one bad message stops nobody else's."""
    message = claim.message
    registered = registry.find(message.kind)
    limit = registered.max_attempts if registered else registry.DEFAULT_MAX_ATTEMPTS
    if message.attempt > limit:
        return Outcome(claim, Result.DEAD, "given up: its worker died each time")
    try:
        _deliver(registered, message)
    except Retry as later:
        return Outcome(
            claim, Result.RETRY, str(later), run_at=clock.now() + later.after, counts=False
        )
    except Dead as reason:
        return _dead(claim, str(reason))
    except Exception as error:  # noqa: BLE001 - the handler's failure is data here, not ours
        return _failed(claim, error, limit)
    return Outcome(claim, Result.SENT)


def _deliver(registered: registry.Registered | None, message: Message) -> None:
    if registered is None:
        raise LookupError(f"no handler is registered for {message.kind!r}")
    registered.function(message)


def _failed(claim: Claim, error: Exception, limit: int) -> Outcome:
    message = claim.message
    text = f"{type(error).__name__}: {error}"
    if message.attempt >= limit:
        return _dead(claim, text)
    pause = backoff(message.attempt, random.random())  # noqa: S311 - jitter, not a secret
    logger.warning("%s #%s failed, again in %s", message.kind, message.id, pause, exc_info=error)
    return Outcome(claim, Result.RETRY, text, run_at=clock.now() + pause)


def _dead(claim: Claim, reason: str) -> Outcome:
    logger.error("%s #%s is a dead letter: %s", claim.message.kind, claim.message.id, reason)
    return Outcome(claim, Result.DEAD, reason)
