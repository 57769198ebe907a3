"""A real Chromium and the real service, an office of its own for each test, and nothing amiss."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.service import Office, Service
from tests.browser.watching import Watch
from tests.processes import ROOT

CHROMIUM = Path(os.environ.get("VCS_TEST_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 15_000
PICTURES = ROOT / "var" / "screenshots"
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=WAIT_MS)

Opener = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(180))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember that a test failed while its pages are still open."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="package")
def chromium() -> Path:
    """Where Chromium is; in CI it has to be there."""
    if not CHROMIUM.exists():
        missing = f"there is no Chromium at {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return CHROMIUM


@pytest.fixture(scope="package")
def service(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The running service."""
    if not (ROOT / "frontend" / "dist" / "manifest.json").exists():
        pytest.fail("the front end is not built: make build")
    found = Service(tmp_path_factory.mktemp("service"))
    try:
        found.wait()
        yield found
    finally:
        found.end()


# For the package, not the session: while Playwright runs, no event loop can be started in this
# thread, so it has to be gone before tests of other packages come.
@pytest.fixture(scope="package")
def browser(chromium: Path) -> Iterator[Browser]:
    """The browser that all tests share, each with windows of its own."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def office(service: Service) -> Office:
    """An office with six schools."""
    return service.make_office()


@pytest.fixture(autouse=True)
def watch(service: Service) -> Iterator[Watch]:
    """Fails a test in which anything went wrong that it did not expect."""
    found = Watch(service.url)
    yield found
    assert found.unexpected == []


@pytest.fixture
def open_context(
    browser: Browser, service: Service, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Opener]:
    """Opens a browser of its own for a person; at a desk unless it is said to be a phone.

    Its clock is in another zone than the office, whose time is what everybody sees.
    """
    contexts: list[BrowserContext] = []

    def open_for(person: Any = None, *, phone: bool = False, **options: Any) -> BrowserContext:
        device = {"viewport": PHONE if phone else DESKTOP, "has_touch": phone, "is_mobile": phone}
        context = browser.new_context(
            base_url=service.url,
            locale="th-TH",
            timezone_id="America/New_York",
            **(device | options),
        )
        context.set_default_timeout(WAIT_MS)
        watch.follow(context)
        if person is not None:
            cookie = {"name": "sessionid", "value": person.session, "url": service.url}
            context.add_cookies([cookie])
        contexts.append(context)
        return context

    yield open_for
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            keep_pictures(context, f"{request.node.name}-{number}")
        context.close()


def keep_pictures(context: BrowserContext, name: str) -> None:
    """How the pages looked when the test failed."""
    for number, page in enumerate(context.pages):
        page.screenshot(path=PICTURES / "failed" / f"{name}-{number}.png")


@pytest.fixture
def open_page(open_context: Opener, office: Office) -> Callable[..., Page]:
    """Opens a page of the test's office for one of its people, by their name in the tests."""

    def open_for(who: str, *, phone: bool = False, **options: Any) -> Page:
        return open_context(office.people[who], phone=phone, **options).new_page()

    return open_for
