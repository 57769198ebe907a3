"""The printed table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WIDTHS = (10, 52, 12, 12, 6)
MARKS = {True: "met", False: "missed", None: ""}


def render(figures: Sequence[dict[str, Any]], *, header: bool = True) -> str:
    """One line for each figure."""
    lines = [_line(("database", "case", "figure", "aim", ""), "")] if header else []
    for figure in figures:
        value = "broken" if figure["value"] is None else f"{figure['value']:,.4g} {figure['unit']}"
        cells = (figure["database"], figure["name"], value, figure["aim"], MARKS[figure["met"]])
        lines.append(_line(cells, figure["note"]))
    return "\n".join(lines)


def _line(cells: Sequence[str], note: str) -> str:
    padded = [f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)]
    return "  ".join([*padded, note]).rstrip()
