"""What the door's page sends, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vcs.core.errors import InvalidInput, Text
from vcs.core.thai import to_arabic_digits
from vcs.sessions.words import WORDS

MOST_PEOPLE = 9999
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody presses the button."""

    occurrence_id: int
    key: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Beat:
    """A page says it is still there, or leaves."""

    occurrence_id: int
    key: str
    playing: bool | None
    visible: bool | None


def read_entry(sent: Mapping[str, str]) -> Entry:
    """The form of the button; InvalidInput names the field."""
    return Entry(_occurrence(sent), _key(sent), _people(sent.get("people", "")))


def read_beat(sent: Mapping[str, str]) -> Beat:
    """The form of a sign of life; InvalidInput names the field."""
    return Beat(
        _occurrence(sent), _key(sent), _flag(sent.get("playing")), _flag(sent.get("visible"))
    )


def _occurrence(sent: Mapping[str, str]) -> int:
    text = sent.get("occurrence", "")
    if not _NUMBER.fullmatch(text):
        raise _invalid("/occurrence")
    return int(text)


def _key(sent: Mapping[str, str]) -> str:
    key = sent.get("key", "")
    if not _KEY.fullmatch(key):
        raise _invalid("/key")
    return key


def _people(text: str) -> int | None:
    digits = to_arabic_digits(text.strip())
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", digits) or not 1 <= int(digits) <= MOST_PEOPLE:
        raise InvalidInput.field("/people", "not_a_number", WORDS["people_bad"])
    return int(digits)


def _flag(text: str | None) -> bool | None:
    return {"1": True, "0": False}.get(text or "")


def _invalid(pointer: str) -> InvalidInput:
    text = Text(
        "หน้านี้เก่าเกินไป โหลดใหม่แล้วลองอีกครั้ง", "This page is out of date; reload it and try again"
    )
    return InvalidInput.field(pointer, "out_of_date", text)
