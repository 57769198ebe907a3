"""What the processes that serve feeds are told, on the stream of each office's feeds."""

from typing import Final

# {"feed": id}: its address was replaced or revoked.
FEED_CHANGED: Final = "feed.changed"
# {"documents": [id]}: what these say has changed.
DOCUMENTS_CHANGED: Final = "feeds.changed"
