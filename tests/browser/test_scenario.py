"""The main job from end to end: a booking becomes a meeting that schools attend."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.pages import Approvals, BookingDialog, Calendar, Feeds, RollCall, SignIn, Toasts
from tests.browser.service import MEETINGS, Office, Service
from tests.browser.watching import Watch

PASSWORD = "correct-horse-battery-staple"
DIRECTORS = "ประชุมผู้บริหารสถานศึกษา"
TRAINING = "อบรมการใช้ระบบ"
SOON = "ประชุมด่วนทุกโรงเรียน"
ROOM, OTHER_ROOM, HALL = "ห้องชัยพฤกษ์", "ห้องราชพฤกษ์", "หอประชุม"


@pytest.fixture
def office(service: Service) -> Office:
    """An office of real size, whose officer signs in by password."""
    return service.make_office(schools=220, officer=PASSWORD)


@pytest.mark.slow
def test_a_booking_becomes_a_meeting_that_schools_attend(
    office: Office, open_context: Opener, open_page: Callable[..., Page], watch: Watch
) -> None:
    inbox = Approvals(open_page("deputy")).open()

    officer = sign_in_as_officer(office, open_context)
    book_directors_meeting(office, officer)
    colleague = open_page("colleague")
    take_a_way_out(office, colleague)

    approve_by_key(inbox)
    meet_a_conflict_while_approving(office, inbox, watch)

    school = office.schools[0]
    operator = open_page("operator")
    feed = Feeds(operator).make_for_school(school)
    link = link_of_first_meeting(office, feed)
    door_says_when_it_opens(office, open_context().new_page(), link)

    meeting = book_meeting_that_starts_soon(office)
    roll_call = RollCall(open_page("operator")).open(meeting["occurrences"][0]["id"])
    expect(roll_call.count("ยังไม่เข้า")).to_contain_text("220")
    link = link_of(SOON, feed)
    school_page = open_context().new_page()
    enter_through_the_door(school_page, link, watch)

    expect(roll_call.count("เข้าตรงเวลา")).to_contain_text("1 จาก 220")
    expect(roll_call.school(school)).to_contain_text("เข้าตรงเวลา")
    rows = list(csv.DictReader(roll_call.download().splitlines()))
    assert len(rows) == 220


def sign_in_as_officer(office: Office, open_context: Opener) -> Page:
    """The officer comes to the service, is asked who they are, and lands where they wanted."""
    page = open_context().new_page()
    page.goto("/")
    SignIn(page).sign_in(office.people["officer"].username, PASSWORD)
    expect(page.get_by_role("heading", name="ปฏิทินจองห้อง")).to_be_visible()
    return page


def book_directors_meeting(office: Office, page: Page) -> None:
    """Nine to twelve is dragged on a room; series, licence, all schools and weekly are chosen."""
    calendar = Calendar(page).open(office.day)
    dialog = calendar.drag(ROOM, "09:00", "12:00")
    expect(dialog.field("เริ่ม")).to_have_value("09:00")
    expect(dialog.field("ถึง")).to_have_value("12:00")
    dialog.choose("ชุดการประชุม", DIRECTORS)
    expect(dialog.field("เรื่อง")).to_have_value(DIRECTORS)
    dialog.choose("ทำซ้ำ", "ทุกสัปดาห์")
    dialog.field("จำนวนครั้ง").fill("4")
    dialog.choose_mode("ประชุมทางไกล")
    dialog.invite("โรงเรียนทั้งหมด")
    expect(dialog.box).to_contain_text("โรงเรียนทั้งหมด 220 แห่ง")
    dialog.choose("ไลเซนส์", "300 คนขึ้นไป")
    expect(dialog.checked).to_contain_text(f"{ROOM}ว่าง")
    expect(dialog.checked).to_contain_text("300 คนขึ้นไป ว่าง 2 จาก 2")
    dialog.send()
    expect(Toasts(page).saying("ส่งคำขอแล้ว VC-")).to_be_visible()
    expect(calendar.block(ROOM, DIRECTORS)).to_contain_text("09:00–12:00")
    expect(calendar.block("โฮสต์ B", DIRECTORS)).to_be_visible()


def take_a_way_out(office: Office, page: Page) -> None:
    """Another asks for the same slot, is told with what it collides, and takes another room."""
    calendar = Calendar(page).open(office.day)
    expect(calendar.block(ROOM, DIRECTORS)).to_be_visible()
    page.keyboard.press("n")
    dialog = BookingDialog(page)
    dialog.field("เรื่อง").fill(TRAINING)
    fill_in_place(dialog, office, ROOM)
    expect(dialog.checked).to_contain_text(f"{ROOM}ไม่ว่าง 3 ชม.")
    dialog.checked.get_by_role("button", name="ดูรายการที่ชน").click()
    expect(dialog.checked).to_contain_text(f"ชนกับ “{DIRECTORS}”")
    expect(dialog.suggestions).to_have_text(["ใช้เวลานี้", "ใช้ห้องนี้", re.compile("ใช้วัน")])
    dialog.suggestions.nth(1).click()
    expect(dialog.checked).not_to_contain_text("ไม่ว่าง")
    expect(dialog.field("เริ่ม")).to_have_value("09:00")
    dialog.send()
    expect(Toasts(page).saying("VC-")).to_be_visible()
    expect(calendar.block(OTHER_ROOM, TRAINING)).to_be_visible()


def fill_in_place(dialog: BookingDialog, office: Office, room: str) -> None:
    """Nine to twelve of the office's day, typed as people do."""
    dialog.type_day(office.day)
    dialog.type("เริ่ม", "9.00")
    dialog.type("ถึง", "12.00")
    dialog.choose("ห้อง", room)


def approve_by_key(inbox: Approvals) -> None:
    """Both requests came to the open page by themselves; the key A approves what lies open."""
    expect(inbox.request(TRAINING)).to_be_visible()
    inbox.request(DIRECTORS).click()
    expect(inbox.detail.get_by_role("heading", name=DIRECTORS)).to_be_visible()
    inbox.page.keyboard.press("a")
    expect(Toasts(inbox.page).saying(f"อนุมัติแล้ว {DIRECTORS}")).to_be_visible()
    expect(inbox.request(DIRECTORS)).to_have_count(0)


def meet_a_conflict_while_approving(office: Office, inbox: Approvals, watch: Watch) -> None:
    """Two asked for a hall that holds for nobody; while one lay open, the other was approved."""
    office.book("officer", HALL, "13:00", "15:00", "ซ้อมใหญ่")
    rival = office.book("colleague", HALL, "14:00", "16:00", "มอบเกียรติบัตร")
    inbox.request("ซ้อมใหญ่").click()
    expect(inbox.detail.get_by_role("heading", name="ซ้อมใหญ่")).to_be_visible()
    watch.expect("409")
    office.ask("deputy", "POST", f"/bookings/{rival['id']}/approve/", json={})
    inbox.page.keyboard.press("a")
    expect(inbox.detail.get_by_role("alert")).to_contain_text("มีการจองอื่นได้เวลานี้ไปแล้ว")
    expect(inbox.request("ซ้อมใหญ่")).to_be_visible()


def events_of(feed: str, title: str) -> list[icalendar.Event]:
    """The events of a feed, read as a calendar program does, whose summary contains the title."""
    with urlopen(feed) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
    return [event for event in calendar.walk("VEVENT") if title in str(event["SUMMARY"])]


def link_of(title: str, feed: str) -> str:
    """The school's own link to a meeting."""
    [event] = events_of(feed, title)
    found = re.search(r"http\S+/j/[\w.~-]+", str(event["DESCRIPTION"]))
    assert found
    return found[0]


def link_of_first_meeting(office: Office, feed: str) -> str:
    """The directors' meeting is in the feed at its time."""
    event = events_of(feed, DIRECTORS)[0]
    start = event["DTSTART"].dt.astimezone(ZoneInfo("Asia/Bangkok"))
    assert start.isoformat() == office.at("09:00")
    return link_of(DIRECTORS, feed)


def door_says_when_it_opens(office: Office, page: Page, link: str) -> None:
    """Too early, the door says who is asked, when it opens, what is collected and why."""
    page.goto(link)
    main = page.get_by_role("main")
    expect(main).to_contain_text(office.schools[0])
    expect(main).to_contain_text("08:30")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("region", name="ข้อมูลที่เก็บและเหตุผล")).to_be_visible()
    expect(page.get_by_role("button", name="เข้าประชุม")).to_have_count(0)


def book_meeting_that_starts_soon(office: Office) -> dict:
    """A meeting in ten minutes, in a room that needs no approval: its door is open."""
    start = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=10)
    end = start + timedelta(hours=1)
    return office.book(
        "operator",
        "ห้องอินทนิล",
        start.isoformat(),
        end.isoformat(),
        SOON,
        audience={"all_schools": True},
        conference={},
        any_of=[{"kind": "licence", "min_capacity": 300, "count": 1}],
    )


def enter_through_the_door(page: Page, link: str, watch: Watch) -> None:
    """The room opens in a new tab, and the school's page goes on saying that it is there."""
    page.clock.install()
    page.goto(link)
    page.get_by_label("จำนวนคนในห้อง").fill("12")
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="เข้าประชุม").click()
    opening.value.wait_for_url(f"{MEETINGS}/**")
    assert len(watch.left) == 1
    expect(page.get_by_role("main")).to_contain_text("อยู่ในการประชุม")
    with page.expect_response("**/ping") as pinging:
        page.clock.fast_forward("00:31")
    assert pinging.value.ok
