"""Links, rooms and evidence are seen by those who run the meeting, and by nobody else."""

from __future__ import annotations

import pytest

from tests.sessions.conftest import START
from vcs.attendance.models import Evidence
from vcs.attendance.services import Trace, record_presence
from vcs.directory import policy
from vcs.sessions.models import ConferenceSession, Invitation

MODELS = [Invitation, ConferenceSession, Evidence]


@pytest.fixture
def traced(booking, session, occurrence, schools):
    trace = Trace(occurrence.pk, schools[0].pk, Evidence.Source.DOOR, "device-1")
    record_presence(trace=trace, start=START, until=START)


@pytest.mark.parametrize("model", MODELS)
def test_visible_to_the_one_who_booked_and_to_operators(traced, clerk, operator, model):
    for person in (clerk, operator):
        assert policy.visible(model.objects.all(), person).exists()


@pytest.mark.parametrize("model", MODELS)
def test_invisible_to_others_of_the_office_and_to_other_offices(
    traced, office, other_office, make_user, model
):
    for home, name, role in (
        (office, "colleague", "requester"),
        (other_office, "stranger", "operator"),
    ):
        person = make_user(home, name, role)
        assert not policy.visible(model.objects.all(), person).exists()
