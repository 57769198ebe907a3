import struct

import orjson
import pytest

from vcs.live import frames
from vcs.live.frames import LiveEvent


def event(title: str) -> LiveEvent:
    return LiveEvent("calendar:1", 7, "booking.approved", {"title": title})


def test_event_frame_says_number_name_and_data() -> None:
    assert orjson.loads(event("ประชุม").frame) == {
        "type": "event",
        "seq": 7,
        "name": "booking.approved",
        "data": {"title": "ประชุม"},
    }


@pytest.mark.parametrize(
    ("letters", "header"),
    [(1, 2), (200, 4), (70_000, 10)],
)
def test_wire_form_is_one_final_text_frame(letters: int, header: int) -> None:
    one = event("x" * letters)
    payload = one.frame.encode()
    assert one.wire[0] == 0x81
    assert one.wire[header:] == payload
    length = {2: one.wire[1], 4: struct.unpack_from(">H", one.wire, 2)[0]}.get(header)
    assert (length or struct.unpack_from(">Q", one.wire, 2)[0]) == len(payload)


@pytest.mark.parametrize("text", [None, "", "{", "[]", "7", '{"seq":1}', '{"type":7}'])
def test_frame_without_a_type_is_no_frame(text: str | None) -> None:
    assert frames.parse(text) is None


@pytest.mark.parametrize("seq", [None, "1", -1, 1.5, True, 2**63])
def test_number_no_stream_could_have_is_none(seq: object) -> None:
    assert frames.number({"type": "ack", "seq": seq}) is None
