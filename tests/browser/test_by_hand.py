"""Booking and moving by mouse, by keyboard alone, and by finger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import BookingDialog, Calendar, Toasts
from tests.browser.service import Office

ROOM, OTHER_ROOM = "ห้องอินทนิล", "ห้องจามจุรี"
MEETING, RIVAL = "ประชุมกลุ่มอำนวยการ", "ประชุมของกลุ่มอื่น"
TABLET = {"width": 1180, "height": 820}
MOST_TABS = 60
BANGKOK = ZoneInfo("Asia/Bangkok")

OpenPage = Callable[..., Page]


@pytest.fixture
def meeting(office: Office) -> int:
    """The officer's own booking, nine to ten."""
    booking = office.book("officer", ROOM, "09:00", "10:00", MEETING)
    return int(booking["id"])


def times(office: Office, booking: int) -> tuple[str, str]:
    """From when to when the service says that a booking is, by the office's clock."""
    found = office.ask("officer", "GET", f"/bookings/{booking}/")
    start, end = (datetime.fromisoformat(found[name]) for name in ("starts_at", "ends_at"))
    return f"{start.astimezone(BANGKOK):%H:%M}", f"{end.astimezone(BANGKOK):%H:%M}"


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as people without a mouse do."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def test_own_booking_dragged_to_another_room_and_back_by_undo(
    office: Office, meeting: int, open_page: OpenPage
) -> None:
    page = open_page("officer")
    calendar = Calendar(page).open(office.day)
    calendar.pull(calendar.point(ROOM, "09:30"), calendar.point(OTHER_ROOM, "13:30"))
    expect(Toasts(page).saying(f"ย้าย {MEETING} ไป {OTHER_ROOM} 13:00–14:00")).to_be_visible()
    expect(calendar.block(OTHER_ROOM, MEETING)).to_contain_text("13:00–14:00")
    assert times(office, meeting) == ("13:00", "14:00")
    Toasts(page).press(f"ย้าย {MEETING}", "เลิกทำ")
    expect(Toasts(page).saying("กลับที่เดิมแล้ว")).to_be_visible()
    expect(calendar.block(ROOM, MEETING)).to_contain_text("09:00–10:00")
    assert times(office, meeting) == ("09:00", "10:00")


def test_own_booking_made_longer_at_its_edge(
    office: Office, meeting: int, open_page: OpenPage
) -> None:
    page = open_page("officer")
    calendar = Calendar(page).open(office.day)
    x, y = calendar.point(ROOM, "10:00")
    calendar.pull((x - 3, y), calendar.point(ROOM, "11:30"))
    expect(Toasts(page).saying("09:00–11:30")).to_be_visible()
    assert times(office, meeting) == ("09:00", "11:30")


def test_booking_dropped_on_another_goes_back_and_says_why(
    office: Office, meeting: int, open_page: OpenPage
) -> None:
    office.book("colleague", OTHER_ROOM, "13:00", "15:00", RIVAL)
    page = open_page("officer")
    calendar = Calendar(page).open(office.day)
    calendar.pull(calendar.point(ROOM, "09:30"), calendar.point(OTHER_ROOM, "13:30"))
    expect(Toasts(page).saying(f"ชนกับ {RIVAL}")).to_be_visible()
    expect(calendar.block(ROOM, MEETING)).to_contain_text("09:00–10:00")
    Toasts(page).press(RIVAL, "ดูเวลาว่าง")
    expect(BookingDialog(page).field("เริ่ม")).to_have_value("13:00")
    assert times(office, meeting) == ("09:00", "10:00")


def test_booking_of_another_cannot_be_taken_hold_of(office: Office, open_page: OpenPage) -> None:
    rival = office.book("colleague", ROOM, "09:00", "10:00", RIVAL)
    page = open_page("officer")
    calendar = Calendar(page).open(office.day)
    calendar.pull(calendar.point(ROOM, "09:30"), calendar.point(ROOM, "13:30"))
    expect(calendar.block(ROOM, RIVAL)).to_contain_text("09:00–10:00")
    assert times(office, rival["id"]) == ("09:00", "10:00")


def test_booking_by_keyboard_alone(office: Office, open_page: OpenPage) -> None:
    page = open_page("officer")
    calendar = Calendar(page).open(office.day)
    tab_to(page, calendar.cursor)
    expect(calendar.cursor).to_have_accessible_name("ห้องชัยพฤกษ์ 08:00–09:00 ว่าง")
    calendar.press("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight")
    calendar.press("Shift+ArrowRight", "Shift+ArrowRight")
    expect(calendar.cursor).to_have_accessible_name(f"{ROOM} 09:00–11:00 ว่าง")
    page.keyboard.press("Enter")
    dialog = BookingDialog(page)
    expect(dialog.field("เรื่อง")).to_be_focused()
    expect(dialog.field("เริ่ม")).to_have_value("09:00")
    expect(dialog.field("ถึง")).to_have_value("11:00")
    page.keyboard.type(MEETING)
    page.keyboard.press("Control+Enter")
    expect(Toasts(page).saying("จองแล้ว VC-")).to_be_visible()
    expect(calendar.block(ROOM, MEETING)).to_contain_text("09:00–11:00")
    expect(calendar.cursor).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=MEETING)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_move_mode_moves_lengthens_and_gives_up(
    office: Office, meeting: int, open_page: OpenPage
) -> None:
    page = open_page("officer")
    calendar = Calendar(page).open(office.day)
    tab_to(page, calendar.cursor)
    calendar.press("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight")
    page.keyboard.press("m")
    expect(page.get_by_role("status").filter(has_text=f"ย้าย {MEETING}")).to_be_attached()
    for key in ("ArrowRight", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text="กลับที่เดิม")).to_be_attached()
    page.keyboard.press("m")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "+"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(calendar.block(OTHER_ROOM, MEETING)).to_contain_text("10:00–11:15")
    expect(Toasts(page).saying(f"ย้าย {MEETING}")).to_be_visible()
    assert times(office, meeting) == ("10:00", "11:15")


def test_booking_by_finger_on_a_phone(office: Office, open_page: OpenPage) -> None:
    page = open_page("officer", phone=True)
    page.goto(f"/calendar?date={office.day}")
    page.get_by_role("button", name="จองห้อง").tap()
    dialog = BookingDialog(page)
    dialog.field("เรื่อง").tap()
    page.keyboard.type(MEETING)
    dialog.type("เริ่ม", "13.00")
    dialog.type("ถึง", "14.30")
    dialog.choose("ห้อง", ROOM)
    expect(dialog.checked).to_contain_text(f"{ROOM}ว่าง")
    dialog.box.get_by_role("button", name="ส่งคำขอจอง").tap()
    expect(Toasts(page).saying("จองแล้ว VC-")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=MEETING)).to_contain_text("13:00")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_booking_drawn_by_finger_after_a_long_press(office: Office, open_page: OpenPage) -> None:
    page = open_page("officer", has_touch=True, viewport=TABLET)
    calendar = Calendar(page).open(office.day)
    finger = Finger(page)
    x, y = calendar.point(ROOM, "09:00")
    finger.down(x + 3, y)
    expect(calendar.draft).to_be_visible()
    finger.move(*calendar.point(ROOM, "10:30"))
    expect(calendar.draft).to_contain_text("09:00–10:30")
    finger.up()
    expect(BookingDialog(page).field("เริ่ม")).to_have_value("09:00")
    expect(BookingDialog(page).field("ถึง")).to_have_value("10:30")


class Finger:
    """One finger on the glass."""

    def __init__(self, page: Page) -> None:
        self.glass = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        """Put it down and leave it there."""
        self._touch("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        """Pull it somewhere else."""
        self._touch("touchMove", [{"x": x, "y": y}])

    def up(self) -> None:
        """Take it away."""
        self._touch("touchEnd", [])

    def _touch(self, kind: str, points: list[dict[str, float]]) -> None:
        self.glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
