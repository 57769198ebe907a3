from __future__ import annotations

import pytest

from vcs.directory.models import School, User, WorkGroup
from vcs.directory.ownership import follow, ownership_of
from vcs.outbox.models import OutboxMessage


def test_ownership_of_an_unregistered_model_is_found_by_its_required_keys() -> None:
    assert ownership_of(WorkGroup).office == "office"
    assert ownership_of(School).office == "office"


def test_ownership_of_a_model_that_leads_to_no_office_is_an_error() -> None:
    with pytest.raises(LookupError, match="register its ownership"):
        ownership_of(OutboxMessage)


def test_follow_gives_nothing_where_the_chain_is_cut() -> None:
    assert follow(User(pk=3), "office") is None
    assert follow(User(pk=3), "work_group__office") is None
    assert follow(User(pk=3), "pk") == 3
