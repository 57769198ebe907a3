import pytest

from vcs.core.errors import InvalidInput
from vcs.core.thai import SessionNumber, find_session_number, parse_session_number


@pytest.mark.parametrize(
    "written",
    ["ครั้งที่ 5/2569", "ครั้งที่ ๕/๒๕๖๙", "5/2569", "5/69", "5/2026", "ครั้งที่5 / 2569", "๕/๖๙"],
)
def test_session_number_is_read(written: str) -> None:
    assert parse_session_number(written) == SessionNumber(2569, 5)


def test_session_number_is_shown() -> None:
    number = SessionNumber(2569, 5)

    assert str(number) == "5/2569"
    assert number.title() == "ครั้งที่ 5/2569"
    assert number.title(thai_digits=True) == "ครั้งที่ ๕/๒๕๖๙"


@pytest.mark.parametrize("written", ["", "5", "0/2569", "5/2300", "5-2569", "-1/2569", "5/25690"])
def test_session_number_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput) as error:
        parse_session_number(written)

    assert error.value.errors[0].pointer == "/session_number"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("ประชุมผู้บริหารสถานศึกษา ครั้งที่ 5/2569", SessionNumber(2569, 5)),
        ("ประชุม ครั้งที่ ๑๒/๒๕๗๐ (ภาคบ่าย)", SessionNumber(2570, 12)),
        ("ประชุมผู้บริหาร", None),
        ("ห้อง 5/2569", None),
        ("ครั้งที่ 5/2300", None),
        ("ครั้งที่ 0/2569", None),
        ("ครั้งที่ 18/11/2569", None),
    ],
)
def test_session_number_is_found_in_a_title(title: str, found: SessionNumber | None) -> None:
    assert find_session_number(title) == found


def test_session_numbers_sort_by_year_then_number() -> None:
    numbers = [SessionNumber(2570, 1), SessionNumber(2569, 10), SessionNumber(2569, 2)]

    assert [str(n) for n in sorted(numbers)] == ["2/2569", "10/2569", "1/2570"]


@pytest.mark.parametrize(("year", "number"), [(2026, 1), (2569, 0)])
def test_session_number_refuses_what_no_series_has(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="Buddhist"):
        SessionNumber(year, number)
