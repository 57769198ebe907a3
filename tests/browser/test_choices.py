"""Theme and language are chosen once and hold on every page, also after signing out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.pages import Calendar
from tests.browser.service import Office

BACKGROUND = "getComputedStyle(document.documentElement).getPropertyValue('--paper')"

OpenPage = Callable[..., Page]


def test_dark_theme_is_kept(office: Office, open_page: OpenPage) -> None:
    page = open_page("officer")
    Calendar(page).open(office.day)
    light = page.evaluate(BACKGROUND)
    page.get_by_role("button", name="บัญชีและการแสดงผล").click()
    page.get_by_role("button", name="มืด").click()
    assert page.evaluate(BACKGROUND) != light
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_english_holds_from_the_board_to_the_sign_in_page(
    office: Office, open_page: OpenPage
) -> None:
    page = open_page("officer")
    Calendar(page).open(office.day)
    page.get_by_role("button", name="บัญชีและการแสดงผล").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Account and display")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Room calendar")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    day = date.fromisoformat(office.day)
    expect(page.get_by_role("button", name=f"{day.day} {day:%B %Y}")).to_be_visible()
    page.get_by_role("button", name="Account and display").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
