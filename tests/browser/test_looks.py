"""Main screens in both themes, at a desk and on a phone: kept as pictures, and usable by all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PICTURES, Opener
from tests.browser.pages import BookingDialog
from tests.browser.service import Office, Service
from tests.processes import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FIND_FAULTS = """async rules => {
    await document.fonts.ready;
    const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
    return found.violations.map(({impact, id, nodes}) => (
        {impact, id, where: nodes.map(node => node.target.join(' ')).slice(0, 3)}
    ));
}"""
FITS = "document.documentElement.scrollWidth <= innerWidth"
BUSY_DAY = (
    ("ห้องชัยพฤกษ์", "08:30", "10:00", "ประชุมชี้แจงข้อสอบ O-NET"),
    ("ห้องชัยพฤกษ์", "10:30", "12:00", "ประชุมคณะกรรมการจัดซื้อ"),
    ("ห้องราชพฤกษ์", "09:00", "12:00", "ประชุมผู้บริหารสถานศึกษา"),
    ("ห้องอินทนิล", "09:30", "11:00", "ประชุมกลุ่มอำนวยการ"),
    ("ห้องจามจุรี", "13:00", "16:00", "อบรมระบบสารบรรณ"),
    ("หอประชุม", "13:00", "15:00", "ซ้อมพิธีมอบรางวัล"),
    ("หอประชุม", "14:00", "16:00", "มอบเกียรติบัตร"),
)
EVERYBODY: dict[str, Any] = {"audience": {"all_schools": True}, "conference": {}}
LICENCE = {"any_of": [{"kind": "licence", "min_capacity": 300, "count": 1}]}


class Scene:
    """An office on a busy day, with a meeting whose roll call has begun."""

    def __init__(self, office: Office) -> None:
        self.office = office
        made = [office.book("officer", *one) for one in BUSY_DAY]
        meeting = office.book(
            "officer", "ห้องราชพฤกษ์", "13:00", "15:00", "ประชุมทางไกล", **EVERYBODY, **LICENCE
        )
        for booking in (made[0], meeting):
            office.ask("deputy", "POST", f"/bookings/{booking['id']}/approve/", json={})
        self.booking: int = meeting["id"]
        self.meeting: int = meeting["occurrences"][0]["id"]
        self._call_the_roll()

    @property
    def door(self) -> str:
        """A school's own link."""
        path = f"/occurrences/{self.meeting}/invitations/"
        return self.office.ask("operator", "GET", path)["results"][0]["join_url"]

    def _call_the_roll(self) -> None:
        path = f"/occurrences/{self.meeting}/attendance/"
        schools = self.office.ask("operator", "GET", path)["schools"]
        for n, status in enumerate(["present"] * 12 + ["late", "left_early", "excused"]):
            correction = {"school": schools[n]["school"], "status": status, "note": "โทรยืนยันแล้ว"}
            self.office.ask("operator", "POST", path, json=correction)


@pytest.fixture(scope="module")
def scene(service: Service) -> Scene:
    """One office for all pictures."""
    return Scene(service.make_office(schools=220))


def show_sign_in(page: Page, _scene: Scene) -> None:
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", name="เข้าสู่ระบบ")).to_be_visible()


def show_calendar(page: Page, scene: Scene) -> None:
    page.goto(f"/calendar?date={scene.office.day}")
    expect(page.get_by_text("ประชุมกลุ่มอำนวยการ").first).to_be_visible()


def show_booking_dialog(page: Page, scene: Scene) -> None:
    show_calendar(page, scene)
    page.get_by_role("button", name="จองใหม่").or_(
        page.get_by_role("button", name="จองห้อง")
    ).first.click()
    dialog = BookingDialog(page)
    dialog.type("เรื่อง", "ประชุมครูวิชาการ")
    dialog.type_day(scene.office.day)
    dialog.type("เริ่ม", "9.00")
    dialog.type("ถึง", "10.30")
    dialog.choose("ห้อง", "ห้องชัยพฤกษ์")
    expect(dialog.suggestions.first).to_be_visible()


def show_event(page: Page, scene: Scene) -> None:
    show_calendar(page, scene)
    page.get_by_text("ประชุมกลุ่มอำนวยการ").first.click()
    expect(page.get_by_role("dialog", name="ประชุมกลุ่มอำนวยการ")).to_contain_text("VC-")


def show_booking_page(page: Page, scene: Scene) -> None:
    page.goto(f"/bookings/{scene.booking}")
    expect(page.get_by_role("main").get_by_role("heading", name="ประวัติ")).to_be_visible()


def show_schools(page: Page, scene: Scene) -> None:
    page.goto("/schools")
    expect(page.get_by_text(scene.office.schools[0]).locator("visible=true")).to_be_visible()


def show_approvals(page: Page, _scene: Scene) -> None:
    page.goto("/approvals")
    expect(page.get_by_role("link", name="มอบเกียรติบัตร")).to_be_visible()


def show_roll_call(page: Page, scene: Scene) -> None:
    page.goto(f"/occurrences/{scene.meeting}/attendance")
    expect(page.locator("dl").first).to_contain_text("12")


def show_door(page: Page, scene: Scene) -> None:
    page.goto(scene.door)
    expect(page.get_by_role("timer")).to_be_visible()


SCREENS: dict[str, tuple[str | None, Callable[[Page, Scene], None]]] = {
    "sign-in": (None, show_sign_in),
    "calendar": ("officer", show_calendar),
    "booking": ("colleague", show_booking_dialog),
    "event": ("officer", show_event),
    "booking-page": ("officer", show_booking_page),
    "schools": ("operator", show_schools),
    "approvals": ("deputy", show_approvals),
    "roll-call": ("operator", show_roll_call),
    "door": (None, show_door),
}


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen_is_usable_by_all(
    screen: str, size: str, scene: Scene, open_context: Opener
) -> None:
    who, show = SCREENS[screen]
    person = scene.office.people[who] if who else None
    context = open_context(person, phone=size == "phone", reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page = context.new_page()
    show(page, scene)
    viewport = page.viewport_size
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        name = f"{screen}-{size}-{viewport['width']}x{viewport['height']}-{theme}.png"
        page.screenshot(path=PICTURES / name)
        assert page.evaluate(FIND_FAULTS, RULES) == [], theme
    assert page.evaluate(FITS), "the page scrolls sideways"
