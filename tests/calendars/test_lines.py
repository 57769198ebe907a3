"""Content lines: escaping and folding that the strictest reader accepts."""

from __future__ import annotations

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.calendars.rules.lines import clean, escape, fold, uri
from vcs.calendars.rules.personal import STAND_IN, TOKEN_LENGTH, personalised

TOKEN = "kq3".ljust(TOKEN_LENGTH, "9")
THAI = "".join(chr(code) for code in range(0x0E01, 0x0E5C) if code not in range(0x0E3B, 0x0E3F))
texts = st.text(
    st.one_of(st.sampled_from(THAI), st.sampled_from("\\;,:\n\"^ aN'"), st.characters()),
    max_size=400,
)


def unfold(raw: bytes) -> str:
    return raw.replace(b"\r\n ", b"").decode()


@given(texts)
def test_folding_is_undone_by_unfolding(text: str) -> None:
    line = "DESCRIPTION:" + escape(text)
    assert unfold(fold(line)) == line


@given(texts)
def test_no_folded_line_is_longer_than_75_octets_nor_cuts_a_character(text: str) -> None:
    for piece in fold("DESCRIPTION:" + escape(text)).split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode()


@given(st.text(alphabet="\\;,\nกa", min_size=60, max_size=300))
def test_no_fold_stands_inside_an_escape(text: str) -> None:
    for piece in fold("DESCRIPTION:" + escape(text)).split(b"\r\n")[:-1]:
        trailing = len(piece) - len(piece.rstrip(b"\\"))
        assert trailing % 2 == 0


@given(st.lists(texts, max_size=4))
def test_a_token_is_never_cut_so_another_of_its_length_fits(texts: list[str]) -> None:
    line = "DESCRIPTION:" + STAND_IN.join(escape(text) for text in texts)
    own = personalised(fold(line, STAND_IN.encode()), TOKEN)
    assert own == fold(line.replace(STAND_IN, TOKEN), TOKEN.encode())
    assert all(len(piece) <= 75 for piece in own.split(b"\r\n"))


def test_a_token_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        personalised(b"x", TOKEN + "9")


@given(texts)
def test_a_text_comes_back_as_it_was_cleaned(text: str) -> None:
    value = escape(text)
    assert _unescaped(value) == clean(text)
    assert "\n" not in value


def _unescaped(value: str) -> str:
    out = []
    signs = iter(value)
    for sign in signs:
        if sign == "\\":
            follower = next(signs)
            out.append("\n" if follower == "n" else follower)
        else:
            out.append(sign)
    return "".join(out)


def test_control_and_reordering_characters_are_left_out() -> None:
    assert clean("a\x00b\x07c\u202ed\ufeffe") == "abcde"


def test_every_kind_of_line_break_becomes_one() -> None:
    assert escape("a\r\nb\rc\u2028d\u0085e") == "a\\nb\\nc\\nd\\ne"


def test_a_written_backslash_n_stays_one() -> None:
    assert escape("C:\\New") == "C:\\\\New"


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://vcs.example.org/j/abc-_.x", "https://vcs.example.org/j/abc-_.x"),
        (
            "https://vcs.example.org/ห้อง 1",
            "https://vcs.example.org/%E0%B8%AB%E0%B9%89%E0%B8%AD%E0%B8%87%201",
        ),
        ("https://vcs.example.org/a\r\nX:1", "https://vcs.example.org/a%0AX:1"),
    ],
)
def test_an_address_is_ascii_without_controls(address: str, sent: str) -> None:
    assert uri(address) == sent


def test_icalendar_reads_what_was_folded() -> None:
    text = "ประชุมผู้บริหารสถานศึกษา; ครั้งที่ 5/2569, ห้องราชพฤกษ์\nบรรทัดสอง " * 5
    raw = b"BEGIN:VEVENT\r\n" + fold("SUMMARY:" + escape(text)) + b"\r\nEND:VEVENT\r\n"
    assert str(icalendar.Event.from_ical(raw)["SUMMARY"]) == text
