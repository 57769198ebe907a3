"""Tags that bring the built front end into a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
log = structlog.get_logger("vcs.server")

Chunk = dict[str, Any]


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, Chunk]:
    manifest: dict[str, Chunk] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def manifest() -> dict[str, Chunk]:
    """What the last build made; empty (and said so) where nothing has been built yet."""
    path: Path = settings.FRONTEND_DIST / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        log.warning("frontend.not_built", path=str(path))
        return {}


def _chunks(entry: str, built: dict[str, Chunk]) -> Iterator[Chunk]:
    seen: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in built:
            continue
        seen.add(name)
        waiting += built[name].get("imports", [])
        yield built[name]


@register.simple_tag
def vite(entry: str) -> SafeString:
    """Styles, preloads and the script of one entry, such as `src/main.ts`; nothing if not built."""
    chunks = list(_chunks(entry, manifest()))
    if not chunks:
        return SafeString("")
    styles = [(static(css),) for chunk in chunks for css in chunk.get("css", [])]
    imports = [(static(chunk["file"]),) for chunk in chunks[1:]]
    return format_html(
        '{}{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="stylesheet" href="{}">', styles),
        format_html_join("", '<link rel="modulepreload" href="{}">', imports),
        static(chunks[0]["file"]),
    )
