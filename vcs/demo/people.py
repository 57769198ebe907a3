"""The people of the demo office; every name is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vcs.demo import texts
from vcs.directory.models import RoleAssignment

Role = RoleAssignment.Role


@dataclass(frozen=True, slots=True)
class Person:
    """One of the office; who may not sign in has no password."""

    username: str
    title: str
    first_name: str
    last_name: str
    position: str
    work_group: str
    roles: tuple[Role, ...] = ()
    signs_in: bool = True


PEOPLE: Final = (
    Person(
        "clerk", "นางสาว", "พิมพ์มาดา", "สุขสมมุติ", "เจ้าพนักงานธุรการ", texts.GENERAL, (Role.REQUESTER,)
    ),
    Person(
        "planner",
        "นาย",
        "กฤตเมธ",
        "แผนสมมุติ",
        "นักวิเคราะห์นโยบายและแผน",
        texts.PLANNING,
        (Role.REQUESTER,),
    ),
    Person(
        "deputy",
        "นาย",
        "ธีรเดช",
        "ใจสมมุติ",
        "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        texts.GENERAL,
        (Role.APPROVER, Role.REQUESTER),
    ),
    Person(
        "director",
        "นาง",
        "อรอนงค์",
        "นำสมมุติ",
        "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        texts.GENERAL,
        (Role.APPROVER,),
    ),
    Person(
        "operator",
        "นาย",
        "ภาณุพงศ์",
        "ช่างสมมุติ",
        "นักวิชาการคอมพิวเตอร์",
        texts.DLICT,
        (Role.OPERATOR, Role.REQUESTER),
    ),
    Person(
        "reporter",
        "นางสาว",
        "ณัฐธิดา",
        "งานสมมุติ",
        "นักประชาสัมพันธ์",
        texts.GENERAL,
        (Role.REPORTER,),
    ),
    Person(
        "admin",
        "นาย",
        "วรากร",
        "ระบบสมมุติ",
        "ผู้อำนวยการกลุ่ม DLICT",
        texts.DLICT,
        (Role.OFFICE_ADMIN,),
    ),
)
HEADS: Final = tuple(
    Person(f"head{n}", title, first, last, "ผู้อำนวยการกลุ่ม", group, (Role.REQUESTER,), signs_in=False)
    for n, (title, first, last, group) in enumerate(
        (
            ("นาง", "สุภาวดี", "เงินสมมุติ", texts.FINANCE),
            ("นาย", "อนุชา", "คนสมมุติ", texts.PERSONNEL),
            ("นางสาว", "กมลชนก", "พัฒน์สมมุติ", texts.DEVELOPMENT),
            ("นาง", "รัตนาภรณ์", "นิเทศสมมุติ", texts.SUPERVISION),
            ("นาย", "ชัยวัฒน์", "ส่งสมมุติ", texts.PROMOTION),
            ("นาย", "พงศธร", "นิติสมมุติ", texts.LAW),
            ("นางสาว", "จิราพร", "ตรวจสมมุติ", texts.AUDIT),
        ),
        start=1,
    )
)
OBEC: Final = Person("obec", "นางสาว", "ปาริชาต", "กลางสมมุติ", "นักวิชาการศึกษา สพฐ.", "", signs_in=True)
ROLE_NAMES: Final = {role.value: str(role.label) for role in Role}
FIRST_NAMES: Final = (
    "กานดา",
    "ขวัญใจ",
    "จักรพันธ์",
    "ชลธิชา",
    "ณัฐวุฒิ",
    "ดวงใจ",
    "ทศพล",
    "ธนพร",
    "นภัสสร",
    "บุญมี",
    "ปิยะ",
    "พรทิพย์",
    "มานะ",
    "เยาวลักษณ์",
    "วิไล",
    "ศักดิ์ชัย",
    "สมหมาย",
    "อารี",
)
LAST_NAMES: Final = (
    "ก้าวสมมุติ",
    "คิดสมมุติ",
    "ดีสมมุติ",
    "ตั้งสมมุติ",
    "บานสมมุติ",
    "พากเพียรสมมุติ",
    "มั่นสมมุติ",
    "รุ่งสมมุติ",
    "วงศ์สมมุติ",
    "แสงสมมุติ",
    "เอี่ยมสมมุติ",
)
