"""What the rows of the demo year refer to, and what they are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from rooms.models import MeetingSeries, Resource
from vcs.core import clock
from vcs.demo import texts
from vcs.demo.planning import Meeting, Placed, Thing
from vcs.demo.things import THINGS
from vcs.directory.models import Cluster, Office, User


@dataclass(frozen=True, slots=True)
class Stage:
    """What the rows refer to."""

    office: Office
    now: datetime
    rng: Random
    people: Mapping[str, User]
    deciders: Sequence[User]
    resources: Mapping[str, Resource]
    clusters: Sequence[int]
    series: Mapping[str, MeetingSeries]
    things: Mapping[str, Thing]

    @classmethod
    def of(cls, office: Office) -> Stage:
        """The demo office as it stands before its year."""
        people = list(User.objects.filter(office=office).select_related("work_group"))
        by_name = {user.username: user for user in people}
        requesters = {u.work_group.name: u for u in reversed(people) if u.work_group}
        requesters |= {texts.GENERAL: by_name["clerk"], texts.DLICT: by_name["operator"]}
        return cls(
            office=office,
            now=clock.now(),
            rng=Random(texts.OFFICE_CODE),  # noqa: S311 - the same year each time
            people=requesters,
            deciders=[by_name["deputy"], by_name["deputy"], by_name["director"]],
            resources={r.name: r for r in Resource.objects.filter(office=office)},
            clusters=list(Cluster.objects.filter(office=office).values_list("pk", flat=True)),
            series={s.name: s for s in MeetingSeries.objects.filter(office=office)},
            things={thing.name: thing for thing in THINGS},
        )


@dataclass(slots=True)
class Draft:
    """A placed meeting and when it was asked for and decided."""

    placed: Placed
    asked_at: datetime
    decided_at: datetime | None
    decided_by: User | None
    called_off_at: datetime | None = None

    @property
    def meeting(self) -> Meeting:
        """What it is."""
        return self.placed.meeting

    @property
    def changed_at(self) -> datetime:
        """When its state last changed; what was called off was so within the last days."""
        if self.meeting.status == "cancelled" and self.called_off_at is not None:
            return self.called_off_at
        return self.decided_at or self.asked_at
