"""Log lines that anyone may read: personal links and feed addresses are masked in them."""

from __future__ import annotations

import logging
import re

from structlog.stdlib import ProcessorFormatter

# A link of these is a key: whoever has it is let in.
_SECRET_PATH = re.compile(r"(/(?:j|feeds|rsvp|room)/)[A-Za-z0-9_\-]{8,}")


def mask(text: str) -> str:
    """The text with the secret part of every personal address replaced by an ellipsis."""
    return _SECRET_PATH.sub(r"\1…", text)


class MaskingFormatter(ProcessorFormatter):
    """Formats a line as ever, then masks it: no caller can forget to."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line, tracebacks included, without secrets of addresses."""
        return mask(super().format(record))
