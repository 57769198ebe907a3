"""What the processes that serve feeds are told, on the stream of each office's feeds."""

from typing import Final

# {"feed": id}: its address was replaced or revoked.
FEED_CHANGED: Final = "feed.changed"
# {"documents": [id], "bookings": [id]}: what these documents say of these bookings has changed;
# the version of each document has grown by one.
DOCUMENTS_CHANGED: Final = "feeds.changed"
