"""What a date of a meeting leaves behind: invitations and the roll call."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api import examples
from api.openapi import ListOf
from api.render.meetings import attendance_out, invitation_out
from api.serializers.inputs.meetings import CorrectionInput
from api.serializers.outputs.meetings import AttendanceOut, InvitationOut
from api.views.base import idempotent
from api.views.occurrences import OccurrenceEndpoint
from vcs.attendance.queries import roll_call
from vcs.attendance.services import correct_attendance
from vcs.directory import policy
from vcs.sessions.queries import invitation_rows


class Invitations(OccurrenceEndpoint):
    """`/occurrences/{id}/invitations/`"""

    @extend_schema(responses={200: ListOf(InvitationOut)})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Everybody asked to the meeting with their personal links and answers.

        A link is one school's own and leads to every date of its series: hand it to no other.
        """
        occurrence = self.occurrence(pk)
        policy.require(self.user, policy.INVITATION_VIEW, occurrence)
        rows = [invitation_out(row) for row in invitation_rows(occurrence)]
        return self.answer({"results": rows})


class Attendance(OccurrenceEndpoint):
    """`/occurrences/{id}/attendance/`"""

    @extend_schema(responses={200: AttendanceOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The roll call as of now: counts, and each expected school with its evidence."""
        occurrence = self.occurrence(pk)
        policy.require(self.user, policy.ATTENDANCE_VIEW, occurrence)
        return self.answer(attendance_out(roll_call(occurrence)))

    @extend_schema(
        request=CorrectionInput, responses={200: AttendanceOut}, examples=examples.CORRECTIONS
    )
    @idempotent
    def post(self, request: Request, pk: int) -> HttpResponse:
        """Put a person's word on one school in place of the machines', which is kept.

        Give a `status`, or `from` and `to`, and a `note` that says why. Answers the roll call.
        """
        asked = self.body(CorrectionInput)
        return self.write(
            lambda: correct_attendance(
                actor=self.user,
                occurrence_id=pk,
                school_id=asked["school"],
                status=asked.get("status"),
                from_=asked.get("from"),
                to=asked.get("to"),
                note=asked.get("note", ""),
            ),
            lambda _correction: attendance_out(roll_call(self.occurrence(pk))),
        )
