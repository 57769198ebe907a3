"""Every write to feeds and what they are made of; each is one transaction."""

from vcs.calendars.services.feeds import create_feed, note_fetches, revoke_feed, rotate_feed
from vcs.calendars.services.fragments import REFRESH, queue_refresh, refresh_bookings, touch_invited

__all__ = [
    "REFRESH",
    "create_feed",
    "note_fetches",
    "queue_refresh",
    "refresh_bookings",
    "revoke_feed",
    "rotate_feed",
    "touch_invited",
]
