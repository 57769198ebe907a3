"""The socket of an office's calendar."""

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qs

from vcs.directory import policy
from vcs.directory.models import Office
from vcs.directory.reach import people_who
from vcs.live import streams
from vcs.live.consumers import StreamConsumer


class CalendarConsumer(StreamConsumer):
    """Whatever changes on the calendar of the user's office, or of the one `?office=` names."""

    office: Office

    def find_stream(self, user: Any) -> str | None:
        """The calendar's stream, if the user may see bookings of that office."""
        asked = self._asked_office()
        office = Office.objects.filter(pk=asked).first() if asked else user.office
        if office is None or not policy.can(user, policy.BOOKING_VIEW, office):
            return None
        self.office = office
        return streams.calendar(office.pk)

    def permitted(self, people: Collection[int]) -> set[int]:
        """Those who still may see bookings of the office, in one query."""
        may = people_who(policy.BOOKING_VIEW, self.office).values_list("pk", flat=True)
        return set(people).intersection(may)

    def _asked_office(self) -> int | None:
        asked = parse_qs(self.scope["query_string"].decode("ascii", "replace")).get("office", [""])
        return int(asked[0]) if asked[0].isascii() and asked[0].isdigit() else None
