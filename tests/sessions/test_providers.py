"""What every provider keeps to, and what each makes of a meeting."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

import pytest

from vcs.sessions import providers
from vcs.sessions.providers.base import Meeting, Permanent, Person, Role

START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
SCHOOL = Person("school-1", 'โรงเรียน "บ้านทดสอบ" #1 & 2')


def meeting(**fields) -> Meeting:
    values = {
        "marker": "vcs-1",
        "label": "VC-2569-0412",
        "title": "ประชุม",
        "starts_at": START,
        "ends_at": START,
    }
    return Meeting(**(values | fields))


MEETINGS = {
    "jitsi": meeting(),
    "manual": meeting(settings={"join_url": "https://meet.example.org/abc"}),
}


@pytest.mark.parametrize("name", MEETINGS)
def test_ensure_again_gives_the_same_reference(name: str) -> None:
    back_end = providers.named(name)
    first = back_end.ensure(MEETINGS[name])
    again = back_end.ensure(meeting(room_name=first.room_name, settings=MEETINGS[name].settings))
    assert first == again


@pytest.mark.parametrize("name", MEETINGS)
@pytest.mark.parametrize("role", list(Role))
def test_join_url_is_an_https_address_on_the_named_host(name: str, role: Role) -> None:
    back_end = providers.named(name)
    url = urlsplit(back_end.join_url(MEETINGS[name], SCHOOL, role))
    assert url.scheme == "https"
    assert url.netloc == back_end.host(MEETINGS[name])


def test_named_without_a_back_end_is_permanent() -> None:
    with pytest.raises(Permanent, match="zoom"):
        providers.named("zoom")


def test_meeting_does_not_show_its_settings() -> None:
    assert "hunter2" not in repr(meeting(settings={"secret": "hunter2"}))


def test_jitsi_room_is_readable_in_front_and_random_behind() -> None:
    names = {providers.named("jitsi").ensure(meeting()).room_name for _ in range(50)}
    assert len(names) == 50
    for name in names:
        assert re.fullmatch(r"vc-2569-0412-[a-z2-7]{32}", name)  # 160 bits


def test_jitsi_room_of_a_label_without_latin_letters_still_has_a_name() -> None:
    room = providers.named("jitsi").ensure(meeting(label="ประชุม")).room_name
    assert re.fullmatch(r"room-[a-z2-7]{32}", room)


def test_jitsi_shows_the_schools_name_behind_the_hash() -> None:
    url = urlsplit(providers.named("jitsi").join_url(meeting(room_name="r"), SCHOOL, Role.SCHOOL))
    assert (url.path, url.query) == ("/r", "")
    assert unquote(url.fragment) == ('userInfo.displayName="โรงเรียน \\"บ้านทดสอบ\\" #1 & 2"')


def test_jitsi_uses_the_licences_own_server(settings) -> None:
    settings.VCS_JITSI_URL = "https://jitsi.example.org"
    jitsi = providers.named("jitsi")
    own = meeting(room_name="r", settings={"server_url": "https://vc.example.ac.th/sub/"})
    assert jitsi.join_url(own, SCHOOL, Role.SCHOOL).startswith("https://vc.example.ac.th/sub/r#")
    assert jitsi.host(meeting()) == "jitsi.example.org"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "http://meet.example.org/abc",
        "//meet.example.org/abc",
        "https://",
        "https://user:pass@meet.example.org/abc",
        "https://[::1/abc",
        None,
    ],
)
def test_manual_refuses_what_no_browser_should_follow(address: str | None) -> None:
    manual, pasted = providers.named("manual"), meeting(settings={"join_url": address})
    with pytest.raises(Permanent):
        manual.ensure(pasted)
    with pytest.raises(Permanent):
        manual.join_url(pasted, SCHOOL, Role.SCHOOL)
