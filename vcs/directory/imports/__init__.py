"""School lists as offices have them, brought in whole or not at all."""

from vcs.directory.imports.importing import import_schools
from vcs.directory.imports.report import FileFacts, ImportReport, Message, RowReport
from vcs.directory.imports.table import MAX_ROWS

__all__ = ["MAX_ROWS", "FileFacts", "ImportReport", "Message", "RowReport", "import_schools"]
