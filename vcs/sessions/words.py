"""Every text of the door, Thai first."""

from __future__ import annotations

from collections.abc import Mapping

from vcs.core.errors import Text

WORDS: Mapping[str, Text] = {
    "brand": Text("ศูนย์ประชุมทางไกล", "Conference Centre"),
    "skip": Text("ข้ามไปเนื้อหาหลัก", "Skip to the main content"),
    "door": Text("ประตูเข้าประชุม", "The door to the meeting"),
    "opens_in": Text("เปิดให้เข้าในอีก", "The door opens in"),
    "days": Text("วัน", "days"),
    "hours": Text("ชั่วโมง", "hours"),
    "minutes": Text("นาที", "minutes"),
    "seconds": Text("วินาที", "seconds"),
    "opens_itself": Text("หน้านี้จะเปิดให้เข้าเองเมื่อถึงเวลา", "This page lets you in by itself at"),
    "open_now": Text("เข้าประชุมได้แล้ว", "The door is open"),
    "starts": Text("เริ่มประชุม", "The meeting starts at"),
    "runs": Text("กำลังประชุมอยู่", "The meeting is running"),
    "over_soon": Text("เลยเวลาเลิกประชุมตามกำหนดแล้ว", "The planned end has passed"),
    "inside": Text("อยู่ในการประชุม", "In the meeting"),
    "since": Text("ตั้งแต่", "since"),
    "when": Text("เวลา", "When"),
    "where": Text("สถานที่", "Where"),
    "online": Text("ประชุมทางไกล", "Online"),
    "asked": Text("ผู้ได้รับเชิญ", "Asked to join"),
    "of_schools": Text("จากทั้งหมด {} แห่ง", "one of {} schools"),
    "door_opens": Text("เปิดให้เข้า", "Door opens"),
    "before": Text("ก่อนเริ่ม {} นาที", "{} minutes before the start"),
    "late_after": Text("นับเป็นสายหลัง", "Late after"),
    "site": Text("จุดรับชมร่วม", "Watching together"),
    "site_hint": Text("นับการเข้าร่วมจากเครื่องนี้ด้วย", "counted by this device, too"),
    "people": Text("จำนวนคนในห้อง", "People in the room"),
    "people_hint": Text(
        "นับผู้ที่นั่งประชุมอยู่ที่โรงเรียน เว้นว่างได้", "Everyone at your school; may be left empty"
    ),
    "people_bad": Text("ใส่ตัวเลข 1–9999", "Give a number from 1 to 9999"),
    "enter": Text("เข้าประชุม", "Join the meeting"),
    "entering": Text("กำลังเปิดห้อง…", "Opening the room…"),
    "opens_new": Text("ห้องประชุมเปิดในแท็บใหม่", "The room opens in a new tab"),
    "collected_short": Text(
        "เมื่อกดเข้าประชุม ระบบจะบันทึกชื่อโรงเรียน เวลาเข้าออก และจำนวนคน เพื่อเช็กชื่อ",
        "Joining stores your school, when you come and go, and how many you are, for the roll call",
    ),
    "collected_guest": Text(
        "ลิงก์ของผู้ได้รับเชิญทางอีเมล ไม่มีการเช็กชื่อ", "A guest's link: no roll call is kept"
    ),
    "keep_open": Text(
        "เปิดหน้านี้ทิ้งไว้ระหว่างประชุม ระบบใช้หน้านี้บันทึกเวลาที่โรงเรียนอยู่ร่วมประชุม",
        "Keep this page open during the meeting: it is how your time is recorded",
    ),
    "no_script": Text(
        "เบราว์เซอร์นี้ปิด JavaScript ไว้ ระบบบันทึกได้เฉพาะเวลาที่กดเข้าประชุม",
        "JavaScript is off in this browser: only the moment of joining is recorded",
    ),
    "guest_inside": Text(
        "ห้องประชุมเปิดแล้วในแท็บใหม่ ปิดหน้านี้ได้", "The room is open in a new tab; you may close this page"
    ),
    "last_stored": Text("บันทึกล่าสุด", "Last recorded"),
    "reopen": Text("เปิดห้องประชุมอีกครั้ง", "Open the room again"),
    "blocked": Text(
        "เบราว์เซอร์ไม่ให้เปิดแท็บใหม่ กดปุ่มนี้เพื่อเข้าห้องประชุม",
        "The browser did not allow a new tab; press this button to go into the room",
    ),
    "go": Text("ไปห้องประชุม", "Go to the room"),
    "lost": Text(
        "ติดต่อระบบเช็กชื่อไม่ได้ กำลังลองใหม่ ยังประชุมต่อได้ตามปกติ",
        "The roll call cannot be reached; trying again. The meeting itself goes on",
    ),
    "stopped": Text("หยุดบันทึกเวลาแล้ว", "Your time is no longer recorded"),
    "failed": Text("เข้าไม่สำเร็จ ลองกดอีกครั้ง", "That did not work; press again"),
    "reload": Text("โหลดหน้านี้ใหม่", "Reload this page"),
    "no_online": Text(
        "รายการนี้ไม่มีห้องประชุมออนไลน์ เข้าร่วมตามสถานที่ที่ระบุ",
        "This meeting has no online room; come to the place given",
    ),
    "not_ready": Text(
        "ห้องประชุมออนไลน์ยังไม่พร้อม โหลดหน้านี้ใหม่ในอีกสักครู่ ถ้ายังไม่ได้ โทรหาสำนักงานเขต",
        "The online room is not ready. Reload in a moment; if it stays so, call the office",
    ),
    "missed": Text("นัดนี้ยกเลิก:", "This date was cancelled:"),
    "missed_next": Text("ลิงก์นี้พาไปครั้งถัดไป", "This link leads to the next one"),
    "privacy": Text("ข้อมูลที่เก็บและเหตุผล", "What is collected and why"),
    "privacy_what": Text("เก็บอะไร", "What"),
    "privacy_what_text": Text(
        "ชื่อโรงเรียน เวลาเข้าและออกจากหน้านี้ จำนวนคนที่แจ้ง และรหัสสุ่มของหน้าต่างนี้ ไม่เก็บชื่อบุคคล ภาพ หรือเสียง",
        "The school, when this page is opened and left, the number of people given, and a random "
        "code of this window. No names of people, no picture, no sound",
    ),
    "privacy_why": Text("เพื่ออะไร", "Why"),
    "privacy_why_text": Text(
        "เช็กชื่อโรงเรียนที่เข้าประชุม และรายงานผลต่อผู้อำนวยการสำนักงานเขต",
        "For the roll call of schools and the report to the director of the office",
    ),
    "privacy_basis": Text("ฐานกฎหมาย", "Legal basis"),
    "privacy_basis_text": Text(
        "ภารกิจสาธารณะตามอำนาจหน้าที่ของรัฐ มาตรา 24 (4) พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 "
        "จึงไม่ต้องขอความยินยอม",
        "A public task, Personal Data Protection Act 2019 section 24 (4): no consent is asked",
    ),
    "privacy_keep": Text("เก็บนานเท่าใด", "How long"),
    "privacy_keep_text": Text(
        "ตามระยะเวลาเก็บเอกสารราชการของสำนักงานเขต ข้อมูลจราจรทางคอมพิวเตอร์อย่างน้อย 90 วัน",
        "As long as the office keeps its official records; traffic data at least 90 days",
    ),
    "privacy_who": Text("ใครได้เห็น", "Who sees it"),
    "privacy_who_text": Text(
        "เจ้าหน้าที่และผู้บริหารของสำนักงานเขตที่รับผิดชอบการประชุม",
        "Staff and directors of the office who are responsible for the meeting",
    ),
    "privacy_provider": Text(
        "เมื่อเข้าห้องประชุม ผู้ให้บริการห้อง ({}) จะได้รับชื่อที่แสดง หมายเลขไอพี ภาพและเสียงที่ส่ง",
        "In the room its provider ({}) receives the name shown, the IP address, and the picture "
        "and sound that are sent",
    ),
    "privacy_rights": Text(
        "ขอดู ขอแก้ไข หรือร้องเรียน ติดต่อสำนักงานเขต",
        "To see or correct it, or to complain, ask the office",
    ),
    "help": Text("ติดปัญหา โทร", "Trouble? Call"),
    "help_no_phone": Text("ติดปัญหา ติดต่อสำนักงานเขต", "Trouble? Contact the office"),
    "language": Text("ภาษา", "Language"),
    "what_to_do": Text("ทำอย่างไรต่อ", "What to do"),
}

NOTICES: Mapping[str, tuple[Text, Text, Text]] = {
    "ended": (
        Text("การประชุมนี้จบแล้ว", "This meeting is over"),
        Text("ประตูปิดหลังเวลาเลิกประชุม 30 นาที", "The door closes 30 minutes after the planned end"),
        Text(
            "ถ้าโรงเรียนเข้าประชุมแต่ไม่ได้ผ่านลิงก์นี้ แจ้งสำนักงานเขตให้แก้ไขการเช็กชื่อ",
            "If your school was there without this link, ask the office to correct the roll call",
        ),
    ),
    "cancelled": (
        Text("การประชุมนี้ยกเลิก", "This meeting was cancelled"),
        Text("ไม่มีการประชุมตามเวลาที่นัดไว้", "It does not take place at the time given"),
        Text(
            "รอนัดใหม่จากสำนักงานเขต ถ้ามีนัดใหม่ของชุดเดิม ลิงก์นี้จะใช้ได้อีก",
            "Wait for the office; if a new date of the same series is set, this link works again",
        ),
    ),
    "unconfirmed": (
        Text("การประชุมนี้ยังไม่ยืนยัน", "This meeting is not confirmed yet"),
        Text("สำนักงานเขตกำลังพิจารณาคำขอใช้ห้อง", "The office has still to approve the request"),
        Text("เก็บลิงก์นี้ไว้ แล้วเปิดอีกครั้งก่อนเวลาประชุม", "Keep this link and open it before the meeting"),
    ),
    "link_revoked": (
        Text("ลิงก์นี้ใช้ไม่ได้แล้ว", "This link no longer works"),
        Text(
            "สำนักงานเขตออกลิงก์ใหม่แทน หรือโรงเรียนไม่อยู่ในรายชื่อผู้ได้รับเชิญแล้ว",
            "The office replaced it, or your school is no longer among those asked to join",
        ),
        Text(
            "ใช้ลิงก์จากจดหมายเชิญหรือปฏิทินฉบับล่าสุด ถ้าไม่มี ติดต่อสำนักงานเขต",
            "Use the link of the latest invitation or calendar; without one, contact the office",
        ),
    ),
    "link_unknown": (
        Text("ไม่พบลิงก์นี้", "This link is not known"),
        Text("ลิงก์อาจถูกตัดขาดหรือพิมพ์ผิด", "It may have been cut off or mistyped"),
        Text(
            "กดลิงก์จากจดหมายเชิญหรือปฏิทินโดยตรง หรือคัดลอกให้ครบทั้งบรรทัด",
            "Press the link in the invitation or calendar itself, or copy the whole line",
        ),
    ),
    "rate_limited": (
        Text("มีคำขอถี่เกินไป", "Too many requests"),
        Text("ลิงก์นี้ถูกเปิดหลายครั้งในเวลาสั้น ๆ", "This link was opened very often in a short time"),
        Text("รอหนึ่งนาที แล้วโหลดหน้านี้ใหม่", "Wait a minute, then reload this page"),
    ),
    "meeting_not_ready": (
        Text("ห้องประชุมออนไลน์ยังไม่พร้อม", "The online room is not ready"),
        Text("ผู้ให้บริการห้องประชุมยังไม่ส่งห้องมาให้", "Its provider has not given us the room yet"),
        Text(
            "กลับไปหน้าก่อน แล้วลองใหม่ในอีกสักครู่ ถ้ายังไม่ได้ โทรหาสำนักงานเขต",
            "Go back and try again in a moment; if it stays so, call the office",
        ),
    ),
}


def words(language: str) -> dict[str, str]:
    """The texts of the page in one language."""
    return {name: _in(text, language) for name, text in WORDS.items()}


def notice(code: str, language: str) -> dict[str, str] | None:
    """Headline, reason and way out of a page that lets nobody in; None for a code without one."""
    texts = NOTICES.get(code)
    if texts is None:
        return None
    headline, reason, way = (_in(text, language) for text in texts)
    return {"code": code, "headline": headline, "reason": reason, "way": way}


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.th
