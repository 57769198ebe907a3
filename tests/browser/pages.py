"""The pages of the service as people use them: what can be done on each, and what can be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# Where the hours stand on the board's axis, as minute of the day and fraction of its width.
HOURS = """header => [...header.querySelectorAll('span')].map(
    label => [label.textContent, parseFloat(label.style.left)]
).filter(([text]) => /^\\d\\d:00$/.test(text))"""


@dataclass
class SignIn:
    """The page before all others."""

    page: Page

    def sign_in(self, username: str, password: str) -> None:
        """Fill in the form and send it."""
        self.page.get_by_label("ชื่อผู้ใช้หรืออีเมล").fill(username)
        self.page.get_by_label("รหัสผ่าน", exact=True).fill(password)
        self.page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()


@dataclass
class Calendar:
    """A day of the office: the board of rooms at a desk, a list on a phone."""

    page: Page

    def open(self, day: str) -> Calendar:
        """Go to a day and wait until it is there and live."""
        self.page.goto(f"/calendar?date={day}")
        expect(self.board).to_be_visible()
        expect(self.page.get_by_text("เชื่อมต่อแล้ว ·")).to_be_visible()
        return self

    @property
    def board(self) -> Locator:
        """The rooms by time."""
        return self.page.get_by_role("grid")

    @property
    def cursor(self) -> Locator:
        """The one tab stop of the board."""
        return self.board.locator("[role=gridcell][tabindex='0']")

    @property
    def draft(self) -> Locator:
        """What is being drawn or moved."""
        return self.board.locator(".dr")

    def row(self, resource: str) -> Locator:
        """The line of a room or licence."""
        header = self.page.get_by_role("rowheader", name=resource)
        return self.board.get_by_role("row").filter(has=header)

    def block(self, resource: str, title: str) -> Locator:
        """A booking on the line of a room or licence."""
        return self.row(resource).locator("[data-key]").filter(has_text=title)

    def point(self, resource: str, time: str) -> tuple[float, float]:
        """Where a time of a room is on the screen."""
        row = self.row(resource)
        row.scroll_into_view_if_needed()
        track = row.locator(".trk").bounding_box()
        header = self.board.get_by_role("columnheader").last
        hours = header.evaluate(HOURS)
        (first, left), (last, right) = hours[0], hours[-1]
        per_minute = (right - left) / (minutes(last) - minutes(first)) / 100
        fraction = left / 100 + (minutes(time) - minutes(first)) * per_minute
        return track["x"] + fraction * track["width"], track["y"] + track["height"] / 2

    def drag(self, resource: str, start: str, end: str) -> BookingDialog:
        """Draw a new booking with the mouse."""
        left, y = self.point(resource, start)
        right, _ = self.point(resource, end)
        self.pull((left + 3, y), (right, y))
        return BookingDialog(self.page)

    def pull(self, place: tuple[float, float], to: tuple[float, float]) -> None:
        """Take hold of what is at a place and let go of it at another."""
        mouse = self.page.mouse
        mouse.move(*place)
        mouse.down()
        mouse.move((place[0] + to[0]) / 2, (place[1] + to[1]) / 2, steps=3)
        mouse.move(*to, steps=3)
        mouse.up()

    def press(self, *keys: str) -> None:
        """Type on the board."""
        self.cursor.focus()
        for key in keys:
            self.page.keyboard.press(key)


@dataclass
class BookingDialog:
    """The form of a booking."""

    page: Page

    @property
    def box(self) -> Locator:
        """The dialog itself."""
        return self.page.get_by_role("dialog", name=re.compile("จองห้องประชุมทางไกล|แก้การจอง"))

    @property
    def checked(self) -> Locator:
        """What the service says of the form while it is filled."""
        return self.box.get_by_role("complementary", name="ตรวจสอบให้แล้ว")

    def field(self, label: str) -> Locator:
        """A field by its label."""
        return self.box.get_by_label(label, exact=True)

    def type(self, label: str, text: str) -> None:
        """Type into a field and leave it."""
        self.field(label).fill(text)
        self.field(label).press("Tab")

    def type_day(self, day: str) -> None:
        """Type a date as people do, with the year of the Buddhist era."""
        year, month, of_month = (int(part) for part in day.split("-"))
        self.type("วันที่", f"{of_month}/{month}/{year + 543}")

    def choose(self, label: str, option: str) -> None:
        """Choose the option that contains the text."""
        field = self.field(label)
        value = field.locator("option").filter(has_text=option).first.get_attribute("value")
        field.select_option(value)

    def choose_mode(self, mode: str) -> None:
        """In the room only, a video conference, or a broadcast, too."""
        self.box.get_by_role("radio", name=mode).check()

    def invite(self, whom: str) -> None:
        """Add schools, clusters or addresses to those invited."""
        self.box.get_by_role("combobox", name="เชิญ").fill(whom)
        self.box.get_by_role("option", name=whom).first.click()

    def send(self) -> None:
        """Press the button that sends."""
        self.box.get_by_role("button", name="ส่งคำขอจอง").click()

    @property
    def suggestions(self) -> Locator:
        """The ways out of a conflict."""
        return self.box.locator("[data-suggestion]")


@dataclass
class Toasts:
    """The short messages at the foot of the screen."""

    page: Page

    def saying(self, text: str | re.Pattern[str]) -> Locator:
        """The message that contains the text."""
        return self.page.locator(".toast").filter(has_text=text)

    def press(self, text: str, button: str) -> None:
        """Press the button of a message."""
        self.saying(text).get_by_role("button", name=button).click()


@dataclass
class Approvals:
    """The inbox of those who approve."""

    page: Page

    def open(self) -> Approvals:
        """Go there and wait until it is read."""
        self.page.goto("/approvals")
        expect(self.page.get_by_role("heading", name="คำขอรออนุมัติ")).to_be_visible()
        return self

    def request(self, title: str) -> Locator:
        """A request of the list by its title."""
        return self.page.get_by_role("listitem").get_by_role("link", name=title)

    @property
    def detail(self) -> Locator:
        """The request that lies open."""
        return self.page.get_by_role("region", name="รายละเอียดคำขอ")


@dataclass
class Feeds:
    """Calendar addresses."""

    page: Page

    def make_for_school(self, school: str) -> str:
        """Make the address of a school's feed; it is shown once."""
        self.page.goto("/feeds")
        self.page.get_by_role("button", name="สร้างลิงก์").first.click()
        asking = self.page.get_by_role("dialog", name="สร้างลิงก์ปฏิทิน")
        asking.get_by_label("ปฏิทินของ").select_option(label="โรงเรียน")
        asking.locator("datalist option").first.wait_for(state="attached")
        asking.get_by_label("เลือก").fill(school)
        asking.get_by_role("button", name="สร้างลิงก์").click()
        shown = self.page.get_by_role("dialog", name="ลิงก์พร้อมแล้ว")
        return shown.get_by_role("textbox").input_value()


@dataclass
class RollCall:
    """Who of those invited is there."""

    page: Page

    def open(self, occurrence: int) -> RollCall:
        """Go to the roll call of a meeting."""
        self.page.goto(f"/occurrences/{occurrence}/attendance")
        return self

    def count(self, status: str) -> Locator:
        """How many have a status."""
        line = self.page.locator("dl > div").filter(has_text=status)
        return line.get_by_role("definition")

    def school(self, name: str) -> Locator:
        """The line of a school."""
        button = self.page.get_by_role("button", name=name)
        return self.page.get_by_role("listitem").filter(has=button)

    def download(self) -> str:
        """The roll call as CSV."""
        with self.page.expect_download() as downloading:
            self.page.get_by_role("link", name="CSV").first.click()
        return downloading.value.path().read_text("utf-8-sig")


def minutes(time: str) -> int:
    """Minute of the day of a time like 09:30."""
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)
