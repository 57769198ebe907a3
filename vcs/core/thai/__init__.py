"""Thai text, digits, dates and numbers: read at the boundary, shown at the boundary.

Inside, text is NFC without repairs to make, dates are Christian, digits Arabic.
"""

from vcs.core.thai.dates import (
    BUDDHIST_OFFSET,
    be_year,
    fiscal_year,
    format_date,
    format_date_range,
    format_span,
    format_time,
    format_time_range,
)
from vcs.core.thai.digits import to_arabic_digits, to_thai_digits
from vcs.core.thai.keys import collation_key, search_key
from vcs.core.thai.numbering import SessionNumber, find_session_number, parse_session_number
from vcs.core.thai.reading import christian_year, parse_date, parse_instant
from vcs.core.thai.text import grapheme_length, looks_torn, normalise, normalise_lines

__all__ = [
    "BUDDHIST_OFFSET",
    "SessionNumber",
    "be_year",
    "christian_year",
    "collation_key",
    "find_session_number",
    "fiscal_year",
    "format_date",
    "format_date_range",
    "format_span",
    "format_time",
    "format_time_range",
    "grapheme_length",
    "looks_torn",
    "normalise",
    "normalise_lines",
    "parse_date",
    "parse_instant",
    "parse_session_number",
    "search_key",
    "to_arabic_digits",
    "to_thai_digits",
]
