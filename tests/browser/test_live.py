"""What others do is seen without a reload; a lost line is said, and heals."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.pages import Calendar
from tests.browser.service import Office, Service
from tests.browser.watching import Watch

ROOM = "ห้องอินทนิล"
RECONNECTING, CONNECTED = "กำลังเชื่อมต่อใหม่", "เชื่อมต่อแล้ว ·"

OpenPage = Callable[..., Page]


class Line:
    """The page's line to the service, which can be cut."""

    def __init__(self, page: Page) -> None:
        self.is_cut = False
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket("**/ws/calendar", self._open)

    def cut(self) -> None:
        """Nothing goes through any more."""
        self.is_cut = True
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()

    def mend(self) -> None:
        """From now on it goes through again."""
        self.is_cut = False

    def _open(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close()
            return
        socket.connect_to_server()
        self.sockets.append(socket)


def test_booking_of_another_appears_and_goes_without_a_reload(
    office: Office, open_page: OpenPage
) -> None:
    calendar = Calendar(open_page("officer")).open(office.day)
    booking = office.book("colleague", ROOM, "09:00", "10:00", "ประชุมใหม่")
    expect(calendar.block(ROOM, "ประชุมใหม่")).to_be_visible()
    office.ask("colleague", "POST", f"/bookings/{booking['id']}/cancel/", json={"reason": "เลื่อน"})
    expect(calendar.block(ROOM, "ประชุมใหม่")).to_have_count(0)


def test_lost_line_is_said_and_what_was_missed_is_made_up(
    office: Office, open_page: OpenPage
) -> None:
    page = open_page("officer")
    line = Line(page)
    calendar = Calendar(page).open(office.day)
    line.cut()
    expect(page.get_by_text(RECONNECTING).first).to_be_visible()
    office.book("colleague", ROOM, "09:00", "10:00", "จองระหว่างสายขาด")
    line.mend()
    page.get_by_role("button", name="เชื่อมต่อทันที").click()
    expect(calendar.block(ROOM, "จองระหว่างสายขาด")).to_be_visible()
    expect(page.get_by_role("button", name="เชื่อมต่อทันที")).to_have_count(0)
    expect(page.get_by_text(CONNECTED)).to_be_visible()


def test_page_without_network_says_so(office: Office, open_page: OpenPage, watch: Watch) -> None:
    page = open_page("officer")
    Calendar(page).open(office.day)
    bar = page.locator("span").filter(has_text="ออฟไลน์ แสดงข้อมูลล่าสุด")
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    expect(bar).to_be_visible()
    page.context.set_offline(False)
    expect(bar).to_have_count(0)


def test_page_comes_back_after_the_service_was_killed(
    office: Office, open_page: OpenPage, service: Service, watch: Watch
) -> None:
    calendar = Calendar(open_page("officer")).open(office.day)
    watch.expect("ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE")
    service.crash()
    service.wait()
    office.book("colleague", ROOM, "09:00", "10:00", "จองหลังระบบกลับมา")
    expect(calendar.block(ROOM, "จองหลังระบบกลับมา")).to_be_visible()
    expect(calendar.page.get_by_text(CONNECTED)).to_be_visible()
