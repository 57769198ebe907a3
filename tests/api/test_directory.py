"""Me, schools, clusters, days off, series, and bringing lists of schools in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rooms.models import MeetingSeries
from tests.api.conftest import at
from vcs.directory.models import OfficeHoliday, School, WorkGroup

GOOD = (
    "รหัสโรงเรียน,ชื่อโรงเรียน,อำเภอ,กลุ่มเครือข่าย\n"
    "99010001,โรงเรียนบ้านหนึ่ง,เมือง,กลุ่ม 1\n"
    "99010002,โรงเรียนบ้านสอง,เมือง,กลุ่ม 1\n"
)


def test_me_tells_who_asks_and_what_they_may(api, clerk, office):
    clerk.work_group = WorkGroup.objects.create(office=office, name="กลุ่ม DLICT")
    clerk.save()
    me = api.get("/me/").data
    assert (me["username"], me["display_name"]) == ("clerk", "พิมพ์ ผู้จอง")
    assert (me["initials"], me["work_group"]) == ("พผ", "กลุ่ม DLICT")
    assert me["roles"] == ["requester"]
    assert "booking.request" in me["permissions"]
    assert "school.manage" not in me["permissions"]
    assert me["office"]["short_name"] == office.short_name


def test_initials_skip_a_vowel_written_before(api, clerk):
    clerk.first_name, clerk.last_name = "เกษม", "ไพศาล"
    clerk.save()
    assert api.get("/me/").data["initials"] == "กพ"


def test_schools_are_found_by_name_and_cluster(api, schools):
    for school in School.objects.all():
        school.set_keys()
        school.save()
    assert len(api.get("/schools/").data["results"]) == 7
    assert len(api.get("/schools/?status=open").data["results"]) == 6
    (found,) = api.get("/schools/?q=ทดสอบ 3").data["results"]
    assert found["id"] == schools[3].pk
    cluster = schools[0].cluster_id
    found = api.get(f"/schools/?cluster={cluster}&status=open").data["results"]
    assert {one["cluster"] for one in found} == {cluster}
    assert len(found) == 3


def test_schools_come_in_pages(api, schools):
    seen, path = [], "/schools/?page_size=3"
    while path:
        page = api.get(path).data
        seen += [one["id"] for one in page["results"]]
        path = page["next"]
    assert sorted(seen) == sorted(School.objects.values_list("id", flat=True))


def test_clusters_count_their_open_schools(api, schools):
    assert [c["school_count"] for c in api.get("/clusters/").data["results"]] == [3, 3]


def test_holidays_carry_the_offices_own_word(api, office):
    OfficeHoliday.objects.create(office=office, date=at(20, 0).date(), name="วันสถาปนา")
    found = api.get("/holidays/?start=2026-11-01&end=2026-12-31").data["results"]
    days = {day["date"]: day for day in found}
    assert days["2026-11-20"]["name"]["th"] == "วันสถาปนา"
    assert "2026-12-10" in days
    assert api.get("/holidays/").data["results"]
    assert api.get("/holidays/?start=2026-01-02&end=2026-01-01").status_code == 400
    assert api.get("/holidays/?start=1900-01-01&end=2100-01-01").status_code == 400
    assert api.get("/holidays/?start=18 พ.ย. 2569&end=2026-11-30").status_code == 200


def test_series_tells_the_next_number(api, book, room, office):
    series = MeetingSeries.objects.create(office=office, name="ผู้บริหาร", kind="directors_meeting")
    assert api.get("/series/").data["results"][0]["next_number"] == "1/2569"
    made = book([room], at(18, 9), series=series.pk).data
    assert made["occurrences"][0]["session_number"] == "1/2569"
    assert api.get("/series/").data["results"][0]["next_number"] == "2/2569"


@pytest.fixture
def admin_api(api_of, make_user, office):
    return api_of(make_user(office, "admin", "office_admin"))


def send(api, raw, query="", name="schools.csv"):
    return api.client.post(
        f"/api/v1/schools/import/?{query}",
        {"file": SimpleUploadedFile(name, raw)},
        HTTP_AUTHORIZATION=f"Bearer {api.token}",
    )


def test_list_of_schools_is_brought_in(admin_api):
    answer = send(admin_api, GOOD.encode())
    assert answer.status_code == 200, answer.content
    report = answer.json()
    assert (report["written"], report["counts"]["new"]) == (True, 2)
    assert School.objects.count() == 2


def test_dry_run_reports_and_writes_nothing(admin_api):
    report = send(admin_api, GOOD.encode(), "dry_run=1").json()
    assert (report["written"], report["dry_run"], report["counts"]["new"]) == (False, True, 2)
    assert not School.objects.exists()


def test_list_with_a_bad_row_is_refused_whole_unless_it_may_be_skipped(admin_api):
    bad = (GOOD + "99010003,,เมือง,กลุ่ม 1\n").encode()
    answer = send(admin_api, bad)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "import_refused"
    assert problem["errors"][0]["pointer"].startswith("/rows/4")
    assert problem["report"]["counts"]["refused"] == 1
    assert not School.objects.exists()
    assert send(admin_api, bad, "skip_bad=1").json()["written"]
    assert School.objects.count() == 2


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"PK\x03\x04broken", b"a,b\n1"]
)
def test_file_that_is_no_list_is_refused(admin_api, raw):
    answer = send(admin_api, raw)
    assert answer.status_code == 400, answer.content
    assert not School.objects.exists()


def test_import_without_a_file_or_the_right_is_refused(admin_api, api):
    answer = admin_api.client.post(
        "/api/v1/schools/import/", {}, HTTP_AUTHORIZATION=f"Bearer {admin_api.token}"
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/file")
    assert send(api, GOOD.encode()).status_code == 403
    assert admin_api.post("/schools/import/", {}).status_code == 415


def test_import_repeated_under_its_key_is_done_once(admin_api):
    def once():
        return admin_api.client.post(
            "/api/v1/schools/import/",
            {"file": SimpleUploadedFile("schools.csv", GOOD.encode())},
            HTTP_AUTHORIZATION=f"Bearer {admin_api.token}",
            HTTP_IDEMPOTENCY_KEY="import-1",
        )

    first, again = once(), once()
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"


def test_sample_of_220_schools_comes_in(admin_api):
    report = send(admin_api, Path("vcs/directory/demo/schools.csv").read_bytes()).json()
    assert report["counts"]["new"] == 220
