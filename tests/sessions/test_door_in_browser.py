"""The door in a real browser: waiting, going in, staying, leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.sessions.conftest import END, START, at, token_of
from vcs.attendance.models import Evidence
from vcs.core.clock import Frozen
from vcs.directory.models import School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = "/usr/bin/chromium"
AXE = Path(django_settings.BASE_DIR) / "frontend/node_modules/axe-core/axe.min.js"
ROOM = "https://meet.jit.si/**"
SIZES = {"phone": (390, 844), "desktop": (1440, 900), "narrow": (320, 640)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright keeps a loop in this thread; the database is still used by it alone.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="th-TH", viewport={"width": 390, "height": 844})
    made.route(
        ROOM, lambda route: route.fulfill(body="<title>ห้อง</title>", content_type="text/html")
    )
    yield made
    made.close()


@pytest.fixture
def address(live_server, booking, schools: list[School]) -> str:
    """The first school's link on the running server."""
    return f"{live_server.url}/j/{token_of(booking.invitations.get(school=schools[0]))}"


@pytest.fixture
def inside(context: BrowserContext, address: str, hand: Frozen) -> Callable[[], Page]:
    """Opens the door's page at the start of the meeting and goes in."""

    def enter() -> Page:
        hand.move_to(START)
        page = context.new_page()
        page.goto(address)
        with context.expect_page():
            page.get_by_role("button", name="เข้าประชุม").click()
        expect(page.get_by_text("อยู่ในการประชุม")).to_be_visible()
        return page

    return enter


def eventually(holds: Callable[[], bool], page: Page) -> None:
    """Lets the page speak, as when its network returns, until something holds."""
    for _ in range(50):
        if holds():
            return
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.wait_for_timeout(200)
    raise AssertionError("it never came to hold")


def last_seen() -> datetime:
    """The end of the one piece of evidence there is."""
    return Evidence.objects.get().last_seen


def test_waiting_page_lets_in_by_itself_when_it_is_time(context, address, hand):
    hand.move_to(at(-30) - timedelta(seconds=2))
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("เปิดให้เข้าในอีก")).to_be_visible()
    hand.move_to(at(-30))
    expect(page.get_by_role("button", name="เข้าประชุม")).to_be_visible(timeout=15_000)
    assert not Evidence.objects.exists()


def test_entering_opens_the_room_apart_and_tells_it_nothing_of_the_link(
    context, address, hand, session
):
    hand.move_to(START)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("จำนวนคนในห้อง").fill("๒๕")
    with context.expect_page() as opened:
        page.get_by_role("button", name="เข้าประชุม").click()
    room = opened.value
    room.wait_for_url(ROOM)
    assert session.room_name in room.url
    assert room.evaluate("[document.referrer, String(window.opener)]") == ["", "null"]
    row = Evidence.objects.get()
    assert (row.first_seen, row.last_seen, row.people) == (START, START, 25)


def test_staying_is_stored_and_shown(inside, hand):
    page = inside()
    hand.move_to(at(1))
    eventually(lambda: last_seen() == at(1), page)
    expect(page.get_by_text("บันทึกล่าสุด")).to_be_visible()


def test_a_lost_network_is_said_and_heals(inside, context, hand):
    page = inside()
    context.route("**/ping", lambda route: route.abort())
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("กำลังลองใหม่")).to_be_visible()
    context.unroute("**/ping")
    hand.move_to(at(2))
    eventually(lambda: last_seen() == at(2), page)
    expect(page.get_by_text("กำลังลองใหม่")).to_be_hidden()


def test_a_reload_goes_on_where_it_was(inside, hand):
    page = inside()
    page.reload()
    expect(page.get_by_text("อยู่ในการประชุม")).to_be_visible()
    hand.move_to(at(1))
    eventually(lambda: last_seen() == at(1), page)
    assert Evidence.objects.get().first_seen == START


def test_leaving_the_page_stores_the_last_moment(inside, hand):
    page = inside()
    hand.move_to(at(2))
    page.goto("about:blank")
    eventually(lambda: last_seen() == at(2), page)


def test_once_the_meeting_is_over_the_page_says_so(inside, hand):
    page = inside()
    hand.move_to(END + timedelta(hours=1))
    eventually(page.get_by_text("หยุดบันทึกเวลาแล้ว").is_visible, page)
    assert last_seen() == START


def test_a_browser_that_refuses_new_tabs_gets_a_link(context, address, hand):
    hand.move_to(START)
    page = context.new_page()
    page.add_init_script("window.open = () => null")
    page.goto(address)
    page.get_by_role("button", name="เข้าประชุม").click()
    link = page.get_by_role("link", name="ไปห้องประชุม")
    expect(link).to_be_visible()
    assert "meet.jit.si" in (link.get_attribute("href") or "")


def test_a_wrong_number_is_said_at_its_field(context, address, hand):
    hand.move_to(START)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("จำนวนคนในห้อง").fill("สิบ")
    page.get_by_role("button", name="เข้าประชุม").click()
    expect(page.get_by_text("ใส่ตัวเลข 1–9999")).to_be_visible()
    expect(page.get_by_label("จำนวนคนในห้อง")).to_be_focused()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("minutes", [-45, 0, 400])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_is_accessible_and_fits(browser, address, hand, theme, minutes):
    hand.move_to(at(minutes))
    context = browser.new_context(locale="th-TH", color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.add_script_tag(path=str(AXE))
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
