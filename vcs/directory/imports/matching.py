"""Which school a row means: by code, else by exact name and district, else it is for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from vcs.core.errors import Text
from vcs.directory.imports.rows import SchoolRow
from vcs.directory.imports.values import bare_name
from vcs.directory.models import School

_CODES = ("smis_code", "moe_code")


class KnownSchools:
    """The schools of one office, found by what a list may know of them."""

    def __init__(self, schools: Iterable[School]) -> None:
        self.all = list(schools)
        self.by_code: dict[tuple[str, str], School] = {}
        self.by_name: dict[str, list[School]] = defaultdict(list)
        for school in self.all:
            self.by_name[name_key(school.name)].append(school)
            for field in _CODES:
                if code := getattr(school, field):
                    self.by_code[field, code] = school

    def match(self, row: SchoolRow) -> School | None:
        """The school the row means; None where it is a new one or, the row refused, unclear."""
        found = {field: self._coded(row, field) for field in _CODES}
        if _is_branch(row) and (main := found["moe_code"]) is not None:
            found["moe_code"] = self._unless_mains(row, main, found["smis_code"])
        meant = {school.pk: school for school in found.values() if school is not None}
        if len(meant) > 1:
            row.refuse("codes_of_two", _codes_of_two(list(meant.values())), "moe_code")
            return None
        if meant:
            return self._agreeing(row, next(iter(meant.values())))
        return self._named(row)

    def _coded(self, row: SchoolRow, field: str) -> School | None:
        return self.by_code.get((field, row.said.get(field, "")))

    def _unless_mains(self, row: SchoolRow, main: School, own: School | None) -> School | None:
        """A branch's row often carries its main school's ministry code: that is not its own."""
        if main is own or name_key(main.name) == name_key(row.name):
            return main
        drop_mains_code(row)
        return None

    def _agreeing(self, row: SchoolRow, school: School) -> School | None:
        """Refuse a code that says one school and a name that says another."""
        others = [other for other in self._by_name_and_district(row) if other.pk != school.pk]
        if others and name_key(school.name) != name_key(row.name):
            row.refuse("code_and_name_differ", _code_and_name(school, others[0]), "name")
            return None
        return school

    def _named(self, row: SchoolRow) -> School | None:
        here = self._by_name_and_district(row)
        free = [school for school in here if not _codes_differ(row, school)]
        if len(free) == 1 and len(here) == 1:
            return free[0]
        if here and (free or not _has_code(row)):
            row.refuse("ambiguous", _ambiguous(here), "name")
        elif here:
            row.warn("same_name", _same_name(here[0]), "name")
        elif not _has_code(row) and not row.said.get("district"):
            self._refuse_bare_name(row)
        return None

    def _refuse_bare_name(self, row: SchoolRow) -> None:
        """A name alone never identifies, be there one school of that name or many."""
        if namesakes := self.by_name.get(name_key(row.name)):
            row.refuse("ambiguous", _ambiguous(namesakes), "name")

    def _by_name_and_district(self, row: SchoolRow) -> list[School]:
        district = row.said.get("district")
        namesakes = self.by_name.get(name_key(row.name), [])
        return [school for school in namesakes if district and school.district == district]


def name_key(name: str) -> str:
    """A name as it is compared: without โรงเรียน, spaces and brackets, but with every mark."""
    return "".join(bare_name(name).split()).casefold()


def find_duplicates(rows: Iterable[SchoolRow]) -> None:
    """Refuse every row that says again what an earlier row of the file said of the same school."""
    rows = list(rows)
    _free_branches(rows)
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        keys = _identities(row)
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            row.refuse("duplicate", _duplicate(earlier))
        for key in keys:
            seen.setdefault(key, row.row)


def drop_mains_code(row: SchoolRow) -> None:
    """Leave out a branch's ministry code that is its main school's."""
    code = row.said.pop("moe_code")
    text = Text(
        f"รหัสกระทรวง {code} เป็นของโรงเรียนหลัก จึงไม่บันทึกให้สาขา",
        f"The ministry code {code} is the main school's; it is not stored for the branch",
    )
    row.warn("code_of_main", text, "moe_code")


def _free_branches(rows: list[SchoolRow]) -> None:
    sharing: dict[str, list[SchoolRow]] = defaultdict(list)
    for row in rows:
        sharing[row.said.get("moe_code", "")].append(row)
    sharing.pop("", None)
    for group in sharing.values():
        branches = [row for row in group if _is_branch(row)]
        if len(group) > 1 and len(branches) < len(group):
            for row in branches:
                drop_mains_code(row)


def _identities(row: SchoolRow) -> list[tuple[str, ...]]:
    coded = [(field, row.said[field]) for field in _CODES if row.said.get(field)]
    if coded or not row.name:
        return [*coded]
    return [("name", name_key(row.name), row.said.get("district", ""))]


def _is_branch(row: SchoolRow) -> bool:
    return bool(row.said.get("is_branch") or row.said.get("parent_code"))


def _has_code(row: SchoolRow) -> bool:
    return any(row.said.get(field) for field in _CODES)


def _codes_differ(row: SchoolRow, school: School) -> bool:
    pairs = ((row.said.get(field), getattr(school, field)) for field in _CODES)
    return any(said and stored and said != stored for said, stored in pairs)


def _told(school: School) -> str:
    code = school.smis_code or school.moe_code
    place = f"อ.{school.district}" if school.district else ""
    return " ".join(filter(None, (school.name, place, f"({code})" if code else "")))


def _codes_of_two(schools: list[School]) -> Text:
    names = " / ".join(_told(school) for school in schools)
    return Text(
        f"รหัสในแถวนี้เป็นของคนละโรงเรียน: {names} ต้องให้คนตัดสิน",
        f"The codes of this row belong to different schools: {names}; a person must decide",
    )


def _code_and_name(by_code: School, by_name: School) -> Text:
    return Text(
        f"รหัสเป็นของ {_told(by_code)} แต่ชื่อเป็นของ {_told(by_name)} ต้องให้คนตัดสิน",
        f"The code is that of {_told(by_code)} but the name that of {_told(by_name)}; "
        "a person must decide",
    )


def _ambiguous(schools: list[School]) -> Text:
    names = " / ".join(_told(school) for school in schools[:3])
    return Text(
        f"อาจเป็น {names} ต้องให้คนตัดสิน: ใส่รหัสโรงเรียน หรืออำเภอ",
        f"It may be {names}; a person must decide: give the school's code, or its district",
    )


def _same_name(school: School) -> Text:
    return Text(
        f"ชื่อซ้ำกับ {_told(school)} ในอำเภอเดียวกัน แต่รหัสต่างกัน จึงนับเป็นคนละโรงเรียน",
        f"Named as {_told(school)} of the same district, but with another code: taken for another",
    )


def _duplicate(row: int) -> Text:
    return Text(
        f"เป็นโรงเรียนเดียวกับแถว {row} ของไฟล์",
        f"It is the same school as row {row} of the file",
    )
