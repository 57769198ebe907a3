from datetime import timedelta

import pytest

from vcs.outbox import Message, registry


def first(_message: Message) -> None:
    """A handler."""


def second(_message: Message) -> None:
    """Another."""


def test_second_handler_of_a_kind_is_refused() -> None:
    registry.handler("a")(first)
    with pytest.raises(ValueError, match="already handled"):
        registry.handler("a")(second)


def test_same_handler_registered_twice_is_one() -> None:
    registry.handler("a")(first)
    registry.handler("a")(first)
    assert registry.find("a") == registry.Registered(first, registry.DEFAULT_MAX_ATTEMPTS)


def test_same_subscription_twice_is_one() -> None:
    registry.subscribe("topic", "a")
    registry.subscribe("topic", "a")
    assert registry.subscriptions == {"topic": ["a"]}


def test_kind_of_a_periodic_job_runs_the_job() -> None:
    ran = []
    registry.periodic("clean", timedelta(hours=1))(lambda: ran.append(True))
    found = registry.find("periodic.clean")
    assert found is not None
    found.function(None)  # type: ignore[arg-type]
    assert ran == [True]


def test_unknown_kind_has_no_handler() -> None:
    assert registry.find("a") is None
    assert registry.find("periodic.a") is None
