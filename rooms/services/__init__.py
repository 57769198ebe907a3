"""Every write to rooms and bookings; each is one transaction (docs/locking.md)."""

from rooms.services.cancelling import cancel_booking
from rooms.services.closures import create_closure, delete_closure
from rooms.services.deciding import approve_booking, reject_booking
from rooms.services.editing import edit_booking
from rooms.services.expiry import expire_requests
from rooms.services.photos import remove_photo, set_photo
from rooms.services.requesting import request_booking
from rooms.services.resources import (
    ResourceValues,
    create_resource,
    retire_resource,
    update_resource,
)
from rooms.services.retrying import retry_occurrence
from rooms.services.submitting import submit_booking
from rooms.services.swapping import swap_occurrences

__all__ = [
    "ResourceValues",
    "approve_booking",
    "cancel_booking",
    "create_closure",
    "create_resource",
    "delete_closure",
    "edit_booking",
    "expire_requests",
    "reject_booking",
    "remove_photo",
    "request_booking",
    "retire_resource",
    "retry_occurrence",
    "set_photo",
    "submit_booking",
    "swap_occurrences",
    "update_resource",
]
