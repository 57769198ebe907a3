"""The commands an operator types."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from vcs.directory.models import Office, School, User
from vcs.directory.tokens import user_for_token

FIXTURE = Path(__file__).parent / "data" / "schools-fixture-cp874.csv"
BAD = "ชื่อสถานศึกษา,รหัสโรงเรียน,อำเภอ\nก,99010001,เมือง\nข,12,เมือง\n"


def _run(*args: str) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_create_token_prints_the_token_and_nothing_else(clerk: User) -> None:
    out = _run("create_token", "clerk", "--name", "script")
    assert out == out.strip() + "\n"
    assert user_for_token(out.strip()) == clerk
    assert clerk.api_tokens.get().name == "script"


def test_create_token_for_nobody_fails(clerk: User) -> None:
    User.objects.update(is_active=False)
    for name in ("clerk", "nobody"):
        with pytest.raises(CommandError):
            _run("create_token", name)


def test_import_schools_imports_and_tells(office: Office) -> None:
    out = _run("import_schools", str(FIXTURE), "--office", office.code)
    assert School.objects.count() == 8
    assert "เพิ่ม 8" in out


def test_import_schools_as_json_is_json(office: Office) -> None:
    out = _run("import_schools", str(FIXTURE), "--office", "9901", "--dry-run", "--format", "json")
    told = json.loads(out)
    assert told["counts"]["new"] == 8
    assert told["written"] is False
    assert not School.objects.exists()


def test_import_schools_with_a_bad_row_writes_nothing_and_fails(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(BAD)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_schools", str(file), "--office", "9901", "--format=json", stdout=out)
    assert json.loads(out.getvalue())["rows"][1]["outcome"] == "refused"
    assert not School.objects.exists()
    assert "ไม่รับ 1" in _run("import_schools", str(file), "--office", "9901", "--skip-bad")
    assert School.objects.count() == 1


def test_import_schools_of_an_unreadable_file_says_why(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "old.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(CommandError, match=r"\.xlsx"):
        _run("import_schools", str(file), "--office", "9901")
    with pytest.raises(CommandError, match="Cannot read"):
        _run("import_schools", str(tmp_path / "none.csv"), "--office", "9901")
    with pytest.raises(CommandError, match="9901"):
        _run("import_schools", str(file), "--office", "1")
