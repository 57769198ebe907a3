"""The meeting of the attendance tests, reported on."""

from tests.attendance.conftest import hand, meeting, there, trace_of

__all__ = ["hand", "meeting", "there", "trace_of"]
