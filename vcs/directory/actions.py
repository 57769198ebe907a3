"""What can be done, and by which role."""

from __future__ import annotations

from typing import Final

from vcs.directory.models import RoleAssignment

OFFICE_VIEW: Final = "office.view"
BOOKING_VIEW: Final = "booking.view"
BOOKING_REQUEST: Final = "booking.request"
BOOKING_EDIT: Final = "booking.edit"
BOOKING_CANCEL: Final = "booking.cancel"
BOOKING_APPROVE: Final = "booking.approve"
RESOURCE_VIEW: Final = "resource.view"
RESOURCE_MANAGE: Final = "resource.manage"
CLOSURE_MANAGE: Final = "closure.manage"
SCHOOL_VIEW: Final = "school.view"
SCHOOL_MANAGE: Final = "school.manage"
CONTACT_VIEW: Final = "contact.view"
ATTENDANCE_VIEW: Final = "attendance.view"
ATTENDANCE_CORRECT: Final = "attendance.correct"
INVITATION_VIEW: Final = "invitation.view"
FEED_MANAGE: Final = "feed.manage"
REPORT_VIEW: Final = "report.view"
BROADCAST_VIEW: Final = "broadcast.view"
BROADCAST_OPERATE: Final = "broadcast.operate"
DIRECTORY_MANAGE: Final = "directory.manage"
TOKEN_MANAGE: Final = "token.manage"  # noqa: S105 - an action, not a password
AUDIT_VIEW: Final = "audit.view"

# What anyone of the office may, with a role or without.
MEMBER: Final = frozenset({OFFICE_VIEW, BOOKING_VIEW, RESOURCE_VIEW, SCHOOL_VIEW, BROADCAST_VIEW})
VIEWS: Final = MEMBER | {CONTACT_VIEW, ATTENDANCE_VIEW, INVITATION_VIEW, REPORT_VIEW, AUDIT_VIEW}

_MEETING = frozenset({ATTENDANCE_VIEW, INVITATION_VIEW, REPORT_VIEW})
_BOOKINGS = frozenset({BOOKING_REQUEST, BOOKING_EDIT, BOOKING_CANCEL})
_OPERATION = _BOOKINGS | {
    RESOURCE_MANAGE,
    CLOSURE_MANAGE,
    CONTACT_VIEW,
    ATTENDANCE_CORRECT,
    FEED_MANAGE,
    BROADCAST_OPERATE,
}

# What a role may in the whole of its office. Approving is an authority, not a technical right:
# an office admin who is to approve is given the approver's role, which leaves a trace.
BY_ROLE: Final[dict[str, frozenset[str]]] = {
    RoleAssignment.Role.REQUESTER: frozenset({BOOKING_REQUEST}),
    RoleAssignment.Role.APPROVER: _BOOKINGS | _MEETING | {BOOKING_APPROVE},
    RoleAssignment.Role.OPERATOR: _OPERATION | _MEETING,
    RoleAssignment.Role.REPORTER: _MEETING | {ATTENDANCE_CORRECT, CONTACT_VIEW},
    RoleAssignment.Role.OFFICE_ADMIN: _OPERATION
    | _MEETING
    | {SCHOOL_MANAGE, DIRECTORY_MANAGE, TOKEN_MANAGE, AUDIT_VIEW},
}

# What a role may with what is its own: a requester's booking, and everything that hangs on it.
OWN_BY_ROLE: Final[dict[str, frozenset[str]]] = {
    RoleAssignment.Role.REQUESTER: _MEETING | {BOOKING_EDIT, BOOKING_CANCEL, ATTENDANCE_CORRECT}
}
# What anyone may with their own: a feed of one's own calendar, one's own tokens.
OWN: Final = frozenset({FEED_MANAGE, TOKEN_MANAGE})
# Actions on one's own that end once the thing has begun.
OWN_UNTIL_BEGUN: Final = frozenset({BOOKING_EDIT, BOOKING_CANCEL})

ALL: Final = VIEWS.union(OWN, *BY_ROLE.values())
