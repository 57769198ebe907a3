from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from vcs.core import clock
from vcs.directory import audit, triggers
from vcs.directory.models import AuditEntry, Office, User

AT = datetime(2026, 3, 2, 5, tzinfo=UTC)


def _entry(office: Office, actor: User | None = None) -> AuditEntry:
    with clock.freeze(AT):
        return audit.record(
            actor=actor, action="office.seen", target=office, office_id=office.pk, data={"a": 1}
        )


def test_record_tells_who_did_what_to_what_and_when(office: Office, clerk: User) -> None:
    entry = AuditEntry.objects.get(pk=_entry(office, clerk).pk)
    assert (entry.actor, entry.action, entry.at) == (clerk, "office.seen", AT)
    assert (entry.target_type, entry.target_id) == ("directory.office", office.pk)
    assert (entry.office, entry.data) == (office, {"a": 1})


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused() -> None:
    office = Office.objects.create(code="1", name="n", short_name="n")
    with pytest.raises(TransactionManagementError):
        _entry(office)


@pytest.mark.django_db(transaction=True)
def test_record_falls_with_its_deed() -> None:
    office = Office.objects.create(code="1", name="n", short_name="n")
    with transaction.atomic():
        _entry(office)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_an_entry_is_changed_by_no_queryset(office: Office) -> None:
    _entry(office)
    with pytest.raises(TypeError):
        AuditEntry.objects.update(action="other")
    with pytest.raises(TypeError):
        AuditEntry.objects.all().delete()


@pytest.mark.parametrize("column", ["action", "actor_id", "data", "at"])
def test_an_entry_is_changed_by_no_sql(office: Office, column: str) -> None:
    entry = _entry(office)
    with (
        pytest.raises(IntegrityError, match=triggers.GUARD),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE directory_auditentry SET {column} = NULL WHERE id = {entry.pk}")


def test_an_entry_saved_again_is_refused(office: Office) -> None:
    entry = _entry(office)
    entry.action = "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


def test_the_guard_is_made_again_after_a_table_was_rebuilt(office: Office) -> None:
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON directory_auditentry"
        cursor.execute(f"DROP TRIGGER {triggers.GUARD}{table}")
    triggers.install_after_migrate(using="default")
    entry = _entry(office)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE directory_auditentry SET action = 'x' WHERE id = {entry.pk}")
