"""Examples of the OpenAPI document."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

BOOKING_REQUESTS = [
    OpenApiExample(
        "A directors' meeting every month, any large licence",
        value={
            "title": "ประชุมผู้บริหารสถานศึกษา ครั้งที่ 5/2569",
            "kind": "directors_meeting",
            "starts_at": "2026-11-18T09:00:00+07:00",
            "ends_at": "2026-11-18T12:00:00+07:00",
            "timezone": "Asia/Bangkok",
            "rrule": "FREQ=MONTHLY;BYDAY=3WE;COUNT=6",
            "resources": [1],
            "any_of": [{"kind": "licence", "min_capacity": 300, "count": 1}],
            "audience": {"all_schools": True},
            "conference": {"provider": "jitsi"},
            "on_conflict": "reject",
        },
        request_only=True,
    ),
    OpenApiExample(
        "One room, once",
        value={
            "title": "ประชุมกลุ่ม DLICT",
            "kind": "group_meeting",
            "starts_at": "2026-11-19T13:00:00+07:00",
            "ends_at": "2026-11-19T15:00:00+07:00",
            "resources": [2],
        },
        request_only=True,
    ),
]
BOOKING_CHANGES = [
    OpenApiExample(
        "Move one date and those after it half an hour later",
        value={
            "scope": "following",
            "occurrence": 812,
            "starts_at": "2026-12-16T09:30:00+07:00",
            "ends_at": "2026-12-16T12:30:00+07:00",
        },
        request_only=True,
    )
]
RESOURCE_REQUESTS = [
    OpenApiExample(
        "A licence of 300 seats",
        value={
            "name": "Zoom 300 ที่นั่ง",
            "kind": "licence",
            "capacity": 300,
            "provider": "zoom",
            "settings": {"account_id": "…", "client_id": "…", "client_secret": "…"},
        },
        request_only=True,
    )
]
CLOSURE_REQUESTS = [
    OpenApiExample(
        "A room under repair",
        value={
            "resource": 1,
            "starts_at": "2026-12-01T00:00:00+07:00",
            "ends_at": "2026-12-04T00:00:00+07:00",
            "reason": "ซ่อมระบบปรับอากาศ",
        },
        request_only=True,
    )
]
CORRECTIONS = [
    OpenApiExample(
        "A school that telephoned",
        value={"school": 17, "status": "excused", "note": "แจ้งลาทางโทรศัพท์ ไฟฟ้าขัดข้อง"},
        request_only=True,
    ),
    OpenApiExample(
        "Times instead of what machines saw",
        value={
            "school": 17,
            "from": "2026-11-18T09:00:00+07:00",
            "to": "2026-11-18T11:30:00+07:00",
            "note": "ร่วมประชุมจากโรงเรียนใกล้เคียง",
        },
        request_only=True,
    ),
]
FEED_REQUESTS = [
    OpenApiExample(
        "A school's calendar", value={"scope": "school", "target": 17}, request_only=True
    ),
    OpenApiExample("My own", value={"scope": "me"}, request_only=True),
]
_SPAN = {"starts_at": "2026-11-18T03:00:00Z", "ends_at": "2026-11-18T05:00:00Z"}
PROBLEMS: dict[int, dict[str, object]] = {
    400: {
        "type": "/api/problems/invalid_input",
        "title": "ข้อมูลที่ส่งมาไม่ถูกต้อง",
        "status": 400,
        "code": "invalid_input",
        "detail": "2569 เป็นปี พ.ศ. ให้ส่งเป็น ค.ศ. 2026",
        "detail_en": "2569 is a Buddhist year: send 2026",
        "errors": [
            {
                "pointer": "/starts_at",
                "code": "buddhist_year",
                "detail": "2569 เป็นปี พ.ศ. ให้ส่งเป็น ค.ศ. 2026",
                "detail_en": "2569 is a Buddhist year: send 2026",
            }
        ],
    },
    409: {
        "type": "/api/problems/booking_conflict",
        "title": "เวลาซ้ำซ้อนกับรายการอื่น",
        "status": 409,
        "code": "booking_conflict",
        "detail": "ราชพฤกษ์ ไม่ว่าง พ. 18 พ.ย. 2569 10:00–12:00 น. (ประชุมกลุ่มนโยบายและแผน)",
        "detail_en": "ราชพฤกษ์ is taken Wed 18 Nov 2026, 10:00–12:00 (ประชุมกลุ่มนโยบายและแผน)",
        "conflicts": [
            {
                "occurrence_starts_at": "2026-11-18T02:00:00Z",
                "resource": 1,
                "resource_name": "ราชพฤกษ์",
                "other_title": "ประชุมกลุ่มนโยบายและแผน",
                **_SPAN,
            }
        ],
        "suggestions": [{**_SPAN, "resources": [2], "reason": "other_room"}],
    },
}
