"""From the request to the roll call, with the outbox delivering as it does in service."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rooms import services as rooms
from rooms.models import Occurrence
from rooms.rules.requests import BookingRequest, PoolSpec
from tests.sessions.conftest import END, START, at, token_of
from vcs.attendance.queries import roll_call
from vcs.attendance.rules import Status
from vcs.outbox.execution import execute
from vcs.outbox.models import OutboxMessage
from vcs.outbox.services import claim_messages, record_outcomes
from vcs.sessions.models import Invitation


def deliver_all() -> None:
    """Everything that is due, as the worker takes it."""
    while claims := claim_messages(limit=50, lease=timedelta(minutes=1)):
        record_outcomes([execute(claim) for claim in claims])
    assert not OutboxMessage.objects.filter(state="dead").exists()
    assert not OutboxMessage.objects.filter(last_error__gt="").exists()


@pytest.mark.django_db(transaction=True)
def test_a_request_becomes_a_meeting_that_schools_attend(
    client, hand, clerk, deputy, guarded_room, licences, schools
):
    booking = rooms.request_booking(
        actor=clerk,
        request=BookingRequest(
            title="ประชุมผู้บริหารสถานศึกษา ครั้งที่ 5/2569",
            starts_at=START,
            ends_at=END,
            timezone="Asia/Bangkok",
            resources=(guarded_room.pk,),
            any_of=(PoolSpec("licence", 300),),
            audience={"all_schools": True},
        ),
    )
    deliver_all()
    assert not Invitation.objects.exists()

    rooms.approve_booking(actor=deputy, booking_id=booking.pk)
    deliver_all()
    tokens = [token_of(booking.invitations.get(school=school)) for school in schools]

    occurrence = Occurrence.objects.select_related("booking__office").get(booking=booking)
    for token, minute in zip(tokens[:3], (-20, 5, 40), strict=True):
        hand.move_to(at(minute))
        assert client.get(f"/j/{token}").status_code == 200
        entry = {"occurrence": occurrence.pk, "key": "k" * 43}
        answer = client.post(f"/j/{token}/enter", entry, headers={"accept": "application/json"})
        assert answer.json()["join_url"].startswith("https://")

    call = roll_call(occurrence)
    assert call.counts[Status.LATE] == 1
    assert call.counts[Status.ABSENT] == 3
    assert call.expected == 6
