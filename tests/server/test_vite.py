from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template

PAGE = Template('{% load vite %}{% vite "src/main.ts" %}')
MANIFEST = {
    "src/main.ts": {
        "file": "assets/app-1.js",
        "css": ["assets/app-1.css"],
        "imports": ["_runtime.js"],
    },
    "_runtime.js": {
        "file": "assets/runtime-2.js",
        "css": ["assets/base-2.css"],
        "imports": ["_runtime.js"],
    },
    "src/pages/Late.svelte": {"file": "assets/late-3.js"},
}


@pytest.fixture
def dist(tmp_path: Path, settings: Any) -> Path:
    settings.FRONTEND_DIST = tmp_path
    return tmp_path


def _build(dist: Path, manifest: dict[str, Any]) -> None:
    (dist / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_an_entry_brings_its_styles_its_imports_and_itself_and_nothing_lazy(dist: Path) -> None:
    _build(dist, MANIFEST)
    page = PAGE.render(Context())
    assert '<link rel="stylesheet" href="/static/assets/app-1.css">' in page
    assert '<link rel="stylesheet" href="/static/assets/base-2.css">' in page
    assert '<link rel="modulepreload" href="/static/assets/runtime-2.js">' in page
    assert page.endswith('<script type="module" src="/static/assets/app-1.js"></script>')
    assert "late" not in page


def test_a_new_build_is_seen_without_a_restart(dist: Path) -> None:
    _build(dist, MANIFEST)
    PAGE.render(Context())
    _build(dist, {"src/main.ts": {"file": "assets/app-9.js"}})
    assert "app-9.js" in PAGE.render(Context())


def test_without_a_build_the_page_comes_without_tags(dist: Path) -> None:
    assert PAGE.render(Context()) == ""
