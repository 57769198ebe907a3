"""What there is to read of rooms and bookings; each function makes a fixed number of queries."""

from rooms.queries.audience import expected_schools
from rooms.queries.availability import Availability, availability
from rooms.queries.impact import ApprovalImpact, approval_impact
from rooms.queries.listing import occurrence_rows, occurrences
from rooms.queries.previews import BookingPreview, preview_booking, preview_edit
from rooms.queries.series import next_session_number

__all__ = [
    "ApprovalImpact",
    "Availability",
    "BookingPreview",
    "approval_impact",
    "availability",
    "expected_schools",
    "next_session_number",
    "occurrence_rows",
    "occurrences",
    "preview_booking",
    "preview_edit",
]
