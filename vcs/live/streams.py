"""The names of all streams, in one place."""

CALENDAR = "calendar:"
OCCURRENCE = "occurrence:"
WATCH = "watch:"
FEEDS = "feeds:"


def calendar(office_id: int) -> str:
    """Everything the calendar of an office shows."""
    return f"{CALENDAR}{office_id}"


def occurrence(occurrence_id: int) -> str:
    """Attendance and broadcast state of one occurrence, for staff."""
    return f"{OCCURRENCE}{occurrence_id}"


def watch(slug: str) -> str:
    """What viewers of one public watch page see."""
    return f"{WATCH}{slug}"


def feeds(office_id: int) -> str:
    """Changes of an office's calendar feeds, for the processes that serve them."""
    return f"{FEEDS}{office_id}"
