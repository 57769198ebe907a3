"""The socket of one occurrence: its roll call and its broadcast, for staff."""

from collections.abc import Collection
from typing import Any

from rooms.models import Occurrence
from vcs.directory import policy
from vcs.directory.reach import people_who
from vcs.live import streams
from vcs.live.consumers import StreamConsumer


class OccurrenceConsumer(StreamConsumer):
    """Whatever changes in one occurrence."""

    occurrence: Occurrence

    def find_stream(self, user: Any) -> str | None:
        """The occurrence's stream, if the user may see who attends it."""
        found = Occurrence.objects.select_related("booking").filter(pk=self.kwargs["occurrence_id"])
        occurrence = found.first()
        if occurrence is None or not policy.can(user, policy.ATTENDANCE_VIEW, occurrence):
            return None
        self.occurrence = occurrence
        return streams.occurrence(occurrence.pk)

    def permitted(self, people: Collection[int]) -> set[int]:
        """Those who still may see who attends it, in one query."""
        may = people_who(policy.ATTENDANCE_VIEW, self.occurrence).values_list("pk", flat=True)
        return set(people).intersection(may)
