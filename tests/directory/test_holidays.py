from __future__ import annotations

from datetime import date

from vcs.directory.holidays import is_office_holiday, office_holidays
from vcs.directory.models import Office, OfficeHoliday


def _days(office: Office, start: date, end: date) -> dict[date, str]:
    return {day.date: day.name.th for day in office_holidays(office, start, end)}


def test_holidays_are_the_governments(office: Office) -> None:
    days = _days(office, date(2026, 1, 1), date(2026, 12, 31))
    assert days[date(2026, 3, 3)] == "วันมาฆบูชา"
    assert days[date(2026, 5, 13)] == "วันพืชมงคล"  # government offices rest, others do not
    assert days[date(2026, 6, 1)] == "ชดเชยวันวิสาขบูชา"
    assert list(days) == sorted(days)


def test_childrens_and_labour_day_and_its_substitute_are_working_days(office: Office) -> None:
    days = _days(office, date(2026, 1, 1), date(2027, 12, 31))
    assert date(2026, 1, 10) not in days
    assert date(2026, 5, 1) not in days
    assert date(2027, 5, 1) not in days
    assert date(2027, 5, 3) not in days


def test_holidays_include_both_ends_and_no_more(office: Office) -> None:
    assert list(_days(office, date(2026, 4, 13), date(2026, 4, 15))) == [
        date(2026, 4, day) for day in (13, 14, 15)
    ]
    assert list(_days(office, date(2026, 12, 31), date(2027, 1, 1))) == [
        date(2026, 12, 31),
        date(2027, 1, 1),
    ]
    assert _days(office, date(2026, 4, 15), date(2026, 4, 13)) == {}


def test_names_come_in_both_languages(office: Office) -> None:
    (day,) = office_holidays(office, date(2026, 4, 6), date(2026, 4, 6))
    assert day.name.en == "Chakri Memorial Day"
    assert day.name.th.startswith("วันพระบาทสมเด็จ")


def test_an_offices_own_word_wins(office: Office, other_office: Office) -> None:
    OfficeHoliday.objects.create(
        office=office, date=date(2026, 4, 13), name="ทำการชดเชย", is_working_day=True
    )
    OfficeHoliday.objects.create(office=office, date=date(2026, 7, 1), name="วันหยุดพิเศษจังหวัด")
    OfficeHoliday.objects.create(office=other_office, date=date(2026, 7, 2), name="ของเขตอื่น")
    days = {d.date: d for d in office_holidays(office, date(2026, 4, 1), date(2026, 7, 2))}
    assert days[date(2026, 4, 13)].is_working_day
    assert days[date(2026, 7, 1)].name.th == "วันหยุดพิเศษจังหวัด"
    assert date(2026, 7, 2) not in days
    assert not is_office_holiday(office, date(2026, 4, 13))
    assert is_office_holiday(office, date(2026, 7, 1))
    assert not is_office_holiday(office, date(2026, 7, 2))


def test_years_beyond_the_calendar_have_only_the_offices_own(office: Office) -> None:
    assert office_holidays(office, date(1, 1, 1), date(1, 12, 31)) == []
    assert office_holidays(office, date(9999, 1, 1), date(9999, 12, 31)) == []
