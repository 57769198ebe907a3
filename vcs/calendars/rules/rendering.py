"""One booking as VEVENTs: components of icalendar, folded our way, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Parameters, vText
from icalendar import Event as VEvent

from vcs.calendars.rules import wording
from vcs.calendars.rules.events import Dated, Event, Form, kept_until, seen
from vcs.calendars.rules.lines import escape, folded, uri
from vcs.calendars.rules.series import Layout, Slot, lay_out
from vcs.core.recurrence import instant

STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}
HALF_HOUR = timedelta(minutes=30)
# How long before the start a calendar reminds: a meeting to travel to earlier than a broadcast.
ALARMS: dict[str, tuple[timedelta, ...]] = {
    "news": (timedelta(minutes=15),),
    "directors_meeting": (timedelta(days=1), HALF_HOUR),
    "statutory": (timedelta(days=1), HALF_HOUR),
    "training": (timedelta(days=1), timedelta(hours=1)),
}


class Words(vText):
    """A TEXT value, escaped by our rule: the library turns a written ``\\N`` into a line break."""

    def to_ical(self) -> bytes:
        """The value as it stands in the line."""
        return escape(str(self)).encode()


@dataclass(frozen=True, slots=True)
class Fragment:
    """The VEVENTs of one booking in one form, ready to be joined into any number of feeds."""

    body: bytes
    zone: str
    position: str
    kept_until: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the VEVENTs are for: the form, the one resource if any, and the way in."""

    form: Form
    resource: int | None = None
    join_url: str = ""
    token: str = ""


def render(event: Event, reader: Reader, *, now: datetime) -> Fragment | None:
    """The booking for this reader, or None if nothing of it is for them."""
    shown = seen(event, reader.form, now=now, resource=reader.resource)
    if not shown:
        return None
    components = _components(event, shown, reader)
    lines = (str(line) for component in components for line in component.content_lines())
    return Fragment(
        body=folded(lines, reader.token.encode()),
        zone=event.zone.key,
        position=f"{shown[0].start.astimezone(UTC):%Y%m%dT%H%M%S}-{event.uid.hex}",
        kept_until=kept_until(shown),
        updated_at=_updated(event, *shown),
    )


def _components(event: Event, shown: list[Dated], reader: Reader) -> list[VEvent]:
    if not event.rrule:
        return _without_rule(event, shown, reader)
    layout = lay_out(event, shown)
    components = []
    if layout.plain is not None:
        components.append(_master(event, shown, layout, layout.plain, reader))
        components += [
            _override(event, slot, one, reader)
            for slot, one in sorted(layout.overrides, key=lambda pair: pair[0].at)
        ]
    components += [
        _single(event, one, reader, uid=_own_uid(event.uid, one))
        for one in sorted(layout.detached, key=lambda one: one.recurrence_start)
    ]
    return components


def _without_rule(event: Event, shown: list[Dated], reader: Reader) -> list[VEvent]:
    """The one date; a booking that once had a rule may still show others, called off."""
    own = instant(event.wall_start, event.zone)
    main = next((one for one in shown if one.recurrence_start == own), shown[0])
    others = [one for one in shown if one is not main]
    return [
        _single(event, main, reader, uid=event.uid),
        *(_single(event, one, reader, uid=_own_uid(event.uid, one)) for one in others),
    ]


def _single(event: Event, one: Dated, reader: Reader, *, uid: UUID) -> VEvent:
    component = _component(event, one, reader, uid=uid)
    _times(component, event, one.start, one.end)
    return component


def _own_uid(uid: UUID, one: Dated) -> UUID:
    """A UID of its own for a date outside the rule, the same for ever."""
    return uuid5(uid, f"{one.recurrence_start.astimezone(UTC):%Y%m%dT%H%M%SZ}")


def _master(
    event: Event, shown: list[Dated], layout: Layout, plain: Dated, reader: Reader
) -> VEvent:
    first = event.wall_start.replace(tzinfo=event.zone)
    component = _component(
        event, plain, reader, uid=event.uid, changed=shown, numbers=wording.number_range(shown)
    )
    _times(component, event, first, first.astimezone(UTC) + event.duration)
    component.add("rrule", _Rule(event.rrule))
    if layout.excluded:
        component.add("exdate", [_wall(event, slot) for slot in layout.excluded])
    return component


def _override(event: Event, slot: Slot, one: Dated, reader: Reader) -> VEvent:
    component = _single(event, one, reader, uid=event.uid)
    component.add("recurrence-id", _wall(event, slot))
    return component


class _Rule(vText):
    """A rule that is already in its one canonical form (vcs.core.recurrence)."""

    def to_ical(self) -> bytes:
        """The rule as it stands in the line."""
        return str(self).encode()


def _component(
    event: Event,
    one: Dated,
    reader: Reader,
    *,
    uid: UUID,
    changed: list[Dated] | None = None,
    numbers: str = "",
) -> VEvent:
    """All of a VEVENT but its times; `changed` are the dates whose state the part speaks for."""
    form, join_url = reader.form, reader.join_url
    of = [one] if changed is None else changed
    stamp = _updated(event, *of)
    component = VEvent()
    component.add("uid", str(uid))
    component.add("dtstamp", stamp)
    component.add("last-modified", stamp)
    component.add("created", event.created_at.astimezone(UTC))
    component.add("sequence", max(event.sequence, *(other.sequence for other in of)))
    component.add("status", STATUS[one.status])
    component.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
    in_series = changed is not None
    _say(component, "summary", wording.summary(event, one, in_series=in_series))
    _say(component, "description", wording.description(event, one, form, join_url, numbers))
    _say(component, "categories", event.category)
    if not one.cancelled:
        _say(component, "location", wording.location(event, one, form, join_url))
        _add_links(component, event, reader)
        _add_alarms(component, event, one, reader)
    return component


def _say(component: VEvent, name: str, text: str) -> None:
    if text:
        component.add(name, Words(text))


def _add_links(component: VEvent, event: Event, reader: Reader) -> None:
    address = uri(wording.link(event, reader.form, reader.join_url))
    if not address:
        return
    component.add("url", address)
    if reader.form == "school":
        features = ["AUDIO", "VIDEO"] if event.remote else ["FEED"]
        parameters = Parameters({"value": "URI", "feature": features})
        component.add("conference", address, parameters)
        component.add("x-google-conference", address, {}, encode=False)


def _add_alarms(component: VEvent, event: Event, one: Dated, reader: Reader) -> None:
    if one.status != "confirmed" or reader.form == "resource":
        return
    for before in ALARMS.get(event.kind, (HALF_HOUR,)):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", Words(one.title or event.title))
        component.add_component(alarm)


def _times(component: VEvent, event: Event, start: datetime, end: datetime) -> None:
    component.add("dtstart", start.astimezone(event.zone))
    component.add("dtend", end.astimezone(event.zone))


def _wall(event: Event, slot: Slot) -> datetime:
    return slot.wall.replace(tzinfo=event.zone)


def _updated(event: Event, *dated: Dated) -> datetime:
    """The latest change of what is said, in UTC and whole seconds; never the present time."""
    latest = max([event.updated_at, *(one.updated_at for one in dated if one.updated_at)])
    return latest.astimezone(UTC).replace(microsecond=0)
