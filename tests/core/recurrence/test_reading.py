import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.core.errors import InvalidInput
from vcs.core.recurrence import Rule, read_rule


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("FREQ=WEEKLY;COUNT=10", "FREQ=WEEKLY;COUNT=10"),
        ("RRULE:FREQ=WEEKLY;COUNT=10;", "FREQ=WEEKLY;COUNT=10"),
        ("count=10;byday=we,mo,we;freq=weekly", "FREQ=WEEKLY;COUNT=10;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;INTERVAL=1;WKST=SU;COUNT=2", "FREQ=WEEKLY;COUNT=2"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=2", "FREQ=WEEKLY;INTERVAL=2;COUNT=2;WKST=SU"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=MO;COUNT=2", "FREQ=WEEKLY;INTERVAL=2;COUNT=2"),
        ("FREQ=MONTHLY;BYDAY=+2TU,-1FR;COUNT=9", "FREQ=MONTHLY;COUNT=9;BYDAY=-1FR,2TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1;COUNT=9", "FREQ=MONTHLY;COUNT=9;BYMONTHDAY=-1,15"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=9",
            "FREQ=MONTHLY;COUNT=9;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        ),
        ("FREQ=DAILY;BYDAY=MO,FR;COUNT=9", "FREQ=WEEKLY;COUNT=9;BYDAY=MO,FR"),
        (
            "FREQ=YEARLY;BYMONTH=11;BYDAY=3WE;UNTIL=20281231T165959Z",
            "FREQ=YEARLY;UNTIL=20281231T165959Z;BYMONTH=11;BYDAY=3WE",
        ),
    ],
)
def test_rule_is_read_and_written_one_way(text: str, canonical: str) -> None:
    assert read_rule(text).canonical() == canonical


REFUSED = [
    ("FREQ=SECONDLY;COUNT=2", "rrule_unsupported", "FREQ=SECONDLY"),
    ("FREQ=MINUTELY;COUNT=2", "rrule_unsupported", "FREQ=MINUTELY"),
    ("FREQ=HOURLY;COUNT=2", "rrule_unsupported", "FREQ=HOURLY"),
    ("FREQ=DAILY;BYHOUR=9;COUNT=2", "rrule_unsupported", "BYHOUR"),
    ("FREQ=DAILY;BYMINUTE=9;COUNT=2", "rrule_unsupported", "BYMINUTE"),
    ("FREQ=DAILY;BYSECOND=9;COUNT=2", "rrule_unsupported", "BYSECOND"),
    ("FREQ=YEARLY;BYWEEKNO=9;COUNT=2", "rrule_unsupported", "BYWEEKNO"),
    ("FREQ=YEARLY;BYYEARDAY=9;COUNT=2", "rrule_unsupported", "BYYEARDAY"),
    ("FREQ=YEARLY;RSCALE=GREGORIAN;COUNT=2", "rrule_unsupported", "RSCALE"),
    ("FREQ=WEEKLY;COUNT=2\r\nRDATE:20261118T020000Z", "rrule_unsupported", "RDATE"),
    ("FREQ=WEEKLY;COUNT=2\nEXDATE:20261118T020000Z", "rrule_unsupported", "EXDATE"),
    ("FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=13;COUNT=2", "rrule_unsupported", "BYMONTHDAY"),
    ("FREQ=MONTHLY;BYSETPOS=1;COUNT=2", "rrule_unsupported", "BYSETPOS"),
    ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1;COUNT=2", "rrule_unsupported", "BYSETPOS"),
    ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1;COUNT=2", "rrule_unsupported", "BYSETPOS"),
    ("FREQ=YEARLY;BYMONTH=1;BYDAY=1MO;BYSETPOS=1;COUNT=2", "rrule_unsupported", "BYSETPOS"),
    ("FREQ=YEARLY;BYMONTH=1;BYDAY=1MO;BYMONTHDAY=1;COUNT=2", "rrule_unsupported", "BYMONTHDAY"),
    ("FREQ=WEEKLY;BYMONTHDAY=1;COUNT=2", "rrule_unsupported", "BYMONTHDAY"),
    ("FREQ=DAILY;INTERVAL=2;BYDAY=MO;COUNT=2", "rrule_unsupported", "BYDAY"),
    ("FREQ=MONTHLY;BYDAY=MO;COUNT=2", "rrule_malformed", "BYDAY"),
    ("FREQ=MONTHLY;BYDAY=MO,1TU;COUNT=2", "rrule_malformed", "BYDAY"),
    ("FREQ=WEEKLY;BYDAY=1MO;COUNT=2", "rrule_malformed", "BYDAY"),
    ("FREQ=WEEKLY;BYDAY=MON;COUNT=2", "rrule_malformed", "BYDAY"),
    ("FREQ=MONTHLY;BYDAY=6MO;COUNT=2", "rrule_malformed", "BYDAY"),
    ("FREQ=YEARLY;BYMONTH=1;BYDAY=MO;COUNT=2", "rrule_malformed", "BYDAY"),
    ("FREQ=YEARLY;BYMONTHDAY=1;COUNT=2", "rrule_malformed", "BYMONTH=11"),
    ("FREQ=YEARLY;BYDAY=20MO;COUNT=2", "rrule_malformed", "BYDAY"),
    ("FREQ=MONTHLY;BYMONTHDAY=0;COUNT=2", "rrule_malformed", "BYMONTHDAY"),
    ("FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2", "rrule_malformed", "BYMONTHDAY"),
    ("FREQ=YEARLY;BYMONTH=13;COUNT=2", "rrule_malformed", "BYMONTH"),
    ("FREQ=WEEKLY;WKST=XX;COUNT=2", "rrule_malformed", "WKST"),
    ("FREQ=WEEKLY;INTERVAL=0;COUNT=2", "rrule_malformed", "INTERVAL"),
    ("FREQ=WEEKLY;INTERVAL=1,2;COUNT=2", "rrule_malformed", "INTERVAL"),
    ("FREQ=WEEKLY;INTERVAL=๒;COUNT=2", "rrule_malformed", "INTERVAL"),
    ("FREQ=WEEKLY;INTERVAL=99999;COUNT=2", "rrule_malformed", "INTERVAL"),
    ("FREQ=WEEKLY;COUNT=0", "rrule_malformed", "COUNT"),
    ("FREQ=WEEKLY;COUNT=-1", "rrule_malformed", "COUNT"),
    ("FREQ=WEEKLY;COUNT=9999999999", "rrule_malformed", "COUNT"),
    ("FREQ=WEEKLY;COUNT=401", "rrule_too_many", "limit is 400"),
    ("FREQ=DAILY;COUNT=10000", "rrule_too_many", "10,000"),
    ("FREQ=WEEKLY", "rrule_unbounded", "COUNT (at most 400) or UNTIL"),
    ("FREQ=WEEKLY;COUNT=2;UNTIL=20270101T000000Z", "rrule_count_and_until", "give one"),
    ("FREQ=WEEKLY;UNTIL=20270101", "rrule_malformed", "UNTIL=20270331T165959Z"),
    ("FREQ=WEEKLY;UNTIL=20270101T000000", "rrule_malformed", "UNTIL"),
    ("FREQ=WEEKLY;UNTIL=20271301T000000Z", "rrule_malformed", "UNTIL"),
    ("FREQ=WEEKLY;UNTIL=00010101T000000Z", "rrule_malformed", "UNTIL"),
    ("FREQ=WEEKLY;UNTIL=25700101T000000Z", "buddhist_year", "send 2027"),
    ("FREQ=FORTNIGHTLY;COUNT=2", "rrule_malformed", "FREQ"),
    ("COUNT=2", "rrule_malformed", "FREQ"),
    ("FREQ=WEEKLY;FREQ=DAILY;COUNT=2", "rrule_malformed", "FREQ"),
    ("FREQ=WEEKLY;COUNT", "rrule_malformed", "COUNT"),
    ("FREQ=WEEKLY;COUNT=", "rrule_malformed", "COUNT"),
    ("", "rrule_malformed", "FREQ=WEEKLY;COUNT=10"),
    ("ทุกวันพุธ", "rrule_malformed", "FREQ=WEEKLY;COUNT=10"),
    ("FREQ=WEEKLY;COUNT=2;BYDAY=" + "MO," * 100, "rrule_malformed", "250"),
]


@pytest.mark.parametrize(
    ("text", "code", "named"), REFUSED, ids=[text[:60] for text, *_ in REFUSED]
)
def test_rule_outside_the_subset_is_refused_by_name(text: str, code: str, named: str) -> None:
    with pytest.raises(InvalidInput) as error:
        read_rule(text)

    (field,) = error.value.errors
    assert (field.pointer, field.code) == ("/rrule", code)
    assert named in field.detail.en
    assert field.detail.th


@given(st.text(max_size=300) | st.text(alphabet="FREQ=WKLYDAI;COUNT123,-BMOS", max_size=60))
def test_any_text_is_a_rule_or_a_refusal_at_once(text: str) -> None:
    began = time.thread_time()
    try:
        assert isinstance(read_rule(text), Rule)
    except InvalidInput as error:
        assert error.errors[0].pointer == "/rrule"  # noqa: PT017 - both ways out are right
    assert time.thread_time() - began < 0.2
