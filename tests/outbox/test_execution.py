from dataclasses import replace
from datetime import timedelta

import pytest

from tests.outbox.conftest import KIND, START
from vcs.core import clock
from vcs.outbox import Dead, Message, Retry, registry
from vcs.outbox.execution import execute
from vcs.outbox.messages import Claim, Outcome, Result
from vcs.outbox.rules import FIRST_PAUSE

MESSAGE = Message(1, KIND, {}, None, 1, START)


def outcome_of(error: Exception | None, attempt: int = 1, max_attempts: int = 3) -> Outcome:
    @registry.handler(KIND, max_attempts=max_attempts)
    def deliver(_message: Message) -> None:
        if error:
            raise error

    return execute(Claim(replace(MESSAGE, attempt=attempt), "token"))


def test_handler_that_returns_has_sent() -> None:
    assert outcome_of(None).result is Result.SENT


def test_handler_that_fails_is_tried_again_after_a_pause(at_start: clock.Frozen) -> None:
    outcome = outcome_of(OSError("no route to host"))
    assert (outcome.result, outcome.error) == (Result.RETRY, "OSError: no route to host")
    assert outcome.run_at is not None
    assert FIRST_PAUSE / 2 <= outcome.run_at - at_start.at <= FIRST_PAUSE


def test_handler_that_fails_for_the_last_time_leaves_a_dead_letter() -> None:
    outcome = outcome_of(OSError("no route to host"), attempt=3)
    assert (outcome.result, outcome.error) == (Result.DEAD, "OSError: no route to host")


def test_handler_that_asks_for_another_time_gets_it(at_start: clock.Frozen) -> None:
    outcome = outcome_of(Retry(timedelta(hours=1), "quota"), attempt=3)
    assert (outcome.result, outcome.error, outcome.counts) == (Result.RETRY, "quota", False)
    assert outcome.run_at == at_start.at + timedelta(hours=1)


def test_handler_that_gives_up_leaves_a_dead_letter_at_once() -> None:
    assert outcome_of(Dead("no such mailbox")).result is Result.DEAD


def test_message_that_kills_its_worker_each_time_is_given_up() -> None:
    assert outcome_of(None, attempt=4).result is Result.DEAD


def test_kind_without_a_handler_waits_for_one() -> None:
    outcome = execute(Claim(MESSAGE, "token"))
    assert outcome.result is Result.RETRY
    assert "no handler is registered for 'test.kind'" in outcome.error


@pytest.mark.parametrize("error", [Retry(timedelta(0)), Dead("x"), ValueError("x")])
def test_outcome_is_recorded_under_the_claim(error: Exception) -> None:
    assert outcome_of(error).claim.token == "token"
