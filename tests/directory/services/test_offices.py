from __future__ import annotations

import pytest

from vcs.core.errors import Conflict, InvalidInput, NotAllowed
from vcs.directory.models import AuditEntry, Office, User
from vcs.directory.services import OfficeValues, create_office

VALUES = OfficeValues(code="๙๙๐๕", name="สำนักงาน  เขต 5", short_name="สพป. เขต 5")


def test_create_office_enters_a_clean_tenant_and_tells(root: User) -> None:
    office = create_office(actor=root, values=VALUES)
    assert (office.code, office.name) == ("9905", "สำนักงาน เขต 5")
    assert AuditEntry.objects.get(action="office.created").office == office


def test_create_office_is_for_those_above_the_offices(
    office: Office, admin_user: User, obec: User
) -> None:
    for person in (admin_user, obec):
        with pytest.raises(NotAllowed):
            create_office(actor=person, values=VALUES)


def test_create_office_refuses_a_code_taken_and_a_zone_unknown(office: Office) -> None:
    with pytest.raises(Conflict):
        create_office(actor=None, values=OfficeValues(office.code, "n", "n"))
    with pytest.raises(InvalidInput) as refused:
        create_office(actor=None, values=OfficeValues("1", "n", "n", time_zone="Asia/Nowhere"))
    assert refused.value.errors[0].pointer == "/time_zone"
