"""Opening hours of a resource: per weekday, stretches of wall time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from vcs.core.errors import InvalidInput, Text
from vcs.core.intervals import Interval

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
END_OF_DAY = "24:00"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Stretches of minutes since midnight for each weekday; no days at all means always open."""

    days: tuple[tuple[tuple[int, int], ...], ...] = ()

    def covers(self, slot: Interval, zone: ZoneInfo) -> bool:
        """Whether the whole slot, as seen on the wall clock of the zone, is within open hours."""
        if not self.days:
            return True
        start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
        return all(self._open_on(day, low, high) for day, low, high in _by_day(start, end))

    def _open_on(self, weekday: int, low: int, high: int) -> bool:
        return any(opens <= low and high <= closes for opens, closes in self.days[weekday])


def _by_day(start: datetime, end: datetime) -> list[tuple[int, int, int]]:
    pieces = []
    day = start.date()
    while day <= end.date():
        low = start.hour * 60 + start.minute if day == start.date() else 0
        high = end.hour * 60 + end.minute if day == end.date() else 24 * 60
        if low < high:
            pieces.append((day.weekday(), low, high))
        day += timedelta(days=1)
    return pieces


def parse_opening_hours(
    raw: Mapping[str, Sequence[Sequence[str]]] | None, pointer: str = "/opening_hours"
) -> OpeningHours:
    """Read `{"mon": [["08:00", "16:30"]], …}`; refuses unknown days and stretches turned round."""
    if not raw:
        return OpeningHours()
    unknown = set(raw) - set(WEEKDAYS)
    if unknown:
        raise InvalidInput.field(
            f"{pointer}/{sorted(unknown)[0]}",
            "unknown_day",
            Text("ใช้ชื่อวัน mon ถึง sun เท่านั้น", "Use the day names mon to sun only"),
        )
    return OpeningHours(
        tuple(
            tuple(
                _stretch(piece, f"{pointer}/{day}/{n}") for n, piece in enumerate(raw.get(day, ()))
            )
            for day in WEEKDAYS
        )
    )


def _stretch(piece: Sequence[str], pointer: str) -> tuple[int, int]:
    try:
        opens, closes = (_minute(text) for text in piece)
    except (TypeError, ValueError):
        opens, closes = 0, 0
    if opens >= closes:
        raise InvalidInput.field(
            pointer,
            "invalid_hours",
            Text(
                'ระบุเป็นคู่เวลาเปิดและปิด เช่น ["08:00", "16:30"] โดยเวลาปิดอยู่หลังเวลาเปิด',
                'Give a pair of opening and closing time such as ["08:00", "16:30"], in that order',
            ),
        )
    return opens, closes


def _minute(text: str) -> int:
    if text == END_OF_DAY:
        return 24 * 60
    at = time.fromisoformat(text)
    return at.hour * 60 + at.minute
