"""Rules of every supported shape, each on a start that is an instance of it."""

# ruff: noqa: DTZ001 - wall times are naive here by intent
from datetime import datetime, timedelta

from hypothesis import assume, reject
from hypothesis import strategies as st

from vcs.core.errors import InvalidInput
from vcs.core.recurrence import Recurrence

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MOST = {"DAILY": 60, "WEEKLY": 60, "MONTHLY": 24, "YEARLY": 4}
ZONES = ("Asia/Bangkok", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC")

some_weekdays = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True)
month_days = st.lists(
    st.integers(1, 31) | st.integers(-31, -1), min_size=1, max_size=4, unique=True
)
ordinals = st.sampled_from((1, 2, 3, 4, 5, -1, -2, -3, -4, -5))
nth_weekdays = st.lists(
    st.builds(lambda n, day: f"{n}{day}", ordinals, st.sampled_from(WEEKDAYS)),
    min_size=1,
    max_size=3,
    unique=True,
)
months = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True)
wall_starts = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def listed(name: str, values: list[object]) -> str:
    return f";{name}=" + ",".join(str(value) for value in values)


@st.composite
def shapes(draw: st.DrawFn, freq: str, *, plain: bool = False) -> str:
    """A rule without its end; a plain one has the same dates whatever the month."""
    text = f"FREQ={freq}"
    interval = draw(st.integers(1, 3 if freq == "YEARLY" else 7))
    if interval > 1:
        text += f";INTERVAL={interval}"
    if freq == "WEEKLY":
        text += draw(st.just("") | st.sampled_from(WEEKDAYS).map("WKST={}".format).map(";".__add__))
        text += draw(st.just("") | some_weekdays.map(lambda days: listed("BYDAY", days)))
    if freq == "DAILY" and interval == 1:
        text += draw(st.just("") | some_weekdays.map(lambda days: listed("BYDAY", days)))
    in_month = st.just("") | month_days.map(lambda days: listed("BYMONTHDAY", days))
    in_month |= nth_weekdays.map(lambda days: listed("BYDAY", days))
    if freq == "MONTHLY":
        positions = st.lists(ordinals, min_size=1, max_size=3, unique=True)
        in_month |= st.builds(
            lambda days, at: listed("BYDAY", days) + listed("BYSETPOS", at),
            some_weekdays,
            positions,
        )
        text += draw(in_month)
    if freq == "YEARLY":
        text += listed("BYMONTH", draw(months)) + draw(in_month)
    elif not plain and draw(st.booleans()):
        text += listed("BYMONTH", draw(months))
    return text


@st.composite
def ends(draw: st.DrawFn, start: datetime, freq: str) -> str:
    """COUNT or UNTIL, mostly within the limits."""
    if draw(st.booleans()):
        return f";COUNT={draw(st.integers(1, MOST[freq]))}"
    days = 390 if freq == "DAILY" else 1090
    until = start + timedelta(hours=draw(st.integers(24, 24 * days)))
    return f";UNTIL={until:%Y%m%dT%H%M%SZ}"


@st.composite
def recurrences(
    draw: st.DrawFn, freqs: tuple[str, ...] = FREQS, *, plain: bool = False
) -> Recurrence:
    """A sound recurrence, some of its instances excepted."""
    start = draw(wall_starts)
    freq = draw(st.sampled_from(freqs))
    rule = draw(shapes(freq, plain=plain)) + draw(ends(start, freq))
    zone = draw(st.sampled_from(ZONES))
    length = timedelta(minutes=draw(st.integers(5, 600)))
    found = sound(start, length, zone, rule)
    starts = found.rule_starts
    out = draw(st.lists(st.sampled_from(starts), max_size=min(3, len(starts) - 1), unique=True))
    return found.replaced(exdates=out)


def sound(start: datetime, length: timedelta, zone: str, rule: str) -> Recurrence:
    """The recurrence, from the start that the refusal of a wrong one names; it must be right."""
    try:
        return Recurrence(start, length, zone, rule)
    except InvalidInput as error:
        nearest = error.data.get("nearest")
    assume(nearest is not None)
    try:
        return Recurrence(datetime.fromisoformat(str(nearest)), length, zone, rule)
    except InvalidInput as error:
        if "nearest" in error.data:
            raise AssertionError("the start a refusal names is refused") from error
        reject()
