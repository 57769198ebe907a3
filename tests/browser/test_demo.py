"""The demo office as people meet it first: everything there opens, for everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.pages import SignIn
from tests.browser.service import Service

PAGES = {
    "clerk": ["/calendar", "/bookings", "/schools", "/resources", "/feeds"],
    "deputy": ["/approvals", "/calendar"],
    "operator": ["/attendance", "/attendance?period=past", "/resources"],
    "reporter": ["/attendance?period=past", "/calendar"],
    "admin": ["/schools", "/resources", "/calendar"],
    "obec": ["/calendar", "/attendance"],
}


@pytest.fixture(scope="module")
def password(service: Service) -> str:
    """What the demo prints for people to sign in with."""
    found = re.search(r"Password of all: (\S+)", service.load_demo())
    assert found
    return found[1]


@pytest.fixture
def page_of(open_context: Opener, password: str) -> Opener:
    """Opens a page for one of the demo's people, who sign in as everybody does."""

    def open_for(username: str) -> Page:
        page = open_context().new_page()
        page.goto("/accounts/login/")
        SignIn(page).sign_in(username, password)
        page.wait_for_url("**/")
        return page

    return open_for


@pytest.mark.parametrize("username", PAGES)
def test_every_page_opens_for(username: str, page_of: Opener) -> None:
    page = page_of(username)
    for address in PAGES[username]:
        page.goto(address)
        expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("ไม่สำเร็จ")).to_have_count(0)


def test_a_past_meeting_of_the_demo_has_its_roll_call(page_of: Opener) -> None:
    page = page_of("operator")
    page.goto("/attendance?period=past")
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="รายโรงเรียน")).to_be_visible()
    expect(page.locator("dl").first).to_contain_text("จาก 2")
