"""Who there is: offices, schools, people, roles, tokens, and the history of what people did."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now

from vcs.core.thai import collation_key, search_key

# An index entry of PostgreSQL holds 2,700 bytes; names that agree this far may stand either way.
SORT_KEY_LENGTH = 1000
SEARCH_KEY_LENGTH = 600


class Office(models.Model):
    """An area office (สพป./สพม.), the tenant: its users see nothing of another office."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", "สพป."
        SECONDARY = "secondary", "สพม."

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PRIMARY)
    province = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=40, default="Asia/Bangkok")
    request_hold_hours = models.PositiveSmallIntegerField(default=24)
    late_after_minutes = models.PositiveSmallIntegerField(default=15)
    left_early_minutes = models.PositiveSmallIntegerField(default=15)
    door_opens_minutes = models.PositiveSmallIntegerField(default=30)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.short_name


class WorkGroup(models.Model):
    """One of an office's groups (กลุ่มอำนวยการ, กลุ่ม DLICT …)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="work_groups")
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="work_group_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person of one office; of OBEC, above all offices, where office is null."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    work_group = models.ForeignKey(WorkGroup, on_delete=models.SET_NULL, null=True, blank=True)
    title = models.CharField(max_length=40, blank=True)
    position = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="th")
    single_key_shortcuts = models.BooleanField(default=True)

    @property
    def display_name(self) -> str:
        """First and last name, or the username where there is none."""
        return self.get_full_name() or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions know no offices, so only superusers above all offices have any.

        What people of an office may do is `vcs.directory.policy`.
        """
        return self.is_active and self.is_superuser and self.office_id is None

    def has_module_perms(self, app_label: str) -> bool:
        """As `has_perm`."""
        return self.has_perm(app_label)


class RoleAssignment(models.Model):
    """A role a person has, of their own right or acting for another between two dates."""

    class Role(models.TextChoices):
        REQUESTER = "requester", "ผู้ขอใช้"
        APPROVER = "approver", "ผู้อนุมัติ"
        OPERATOR = "operator", "ผู้ควบคุมระบบ"
        REPORTER = "reporter", "ผู้จัดทำรายงาน"
        OFFICE_ADMIN = "office_admin", "ผู้ดูแลระบบของสำนักงาน"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    acting_for = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="stand_ins"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(acting_for__isnull=True),
                name="role_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "acting_for"], name="role_once_per_stand_in"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Cluster(models.Model):
    """A network group of schools (กลุ่มเครือข่าย)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="clusters")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="cluster_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school, the unit of attendance; identified by its own id, every code is optional text."""

    class Status(models.TextChoices):
        OPEN = "open", "เปิดสอน"
        CLOSED = "closed", "เลิก"
        MERGED = "merged", "รวมสถานศึกษา"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="schools")
    cluster = models.ForeignKey(
        Cluster, on_delete=models.SET_NULL, null=True, blank=True, related_name="schools"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="branches"
    )
    moe_code = models.CharField(max_length=10, blank=True)
    smis_code = models.CharField(max_length=8, blank=True)
    obec_code = models.CharField(max_length=6, blank=True)
    name = models.CharField(max_length=255)
    short_name = models.CharField(max_length=255)
    name_en = models.CharField(max_length=255, blank=True)
    level = models.CharField(max_length=80, blank=True)
    subdistrict = models.CharField(max_length=80, blank=True)
    district = models.CharField(max_length=80, blank=True)
    province = models.CharField(max_length=80, blank=True)
    students = models.PositiveIntegerField(null=True, blank=True)
    uses_dltv = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    email = models.EmailField(blank=True)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, blank=True, editable=False)
    search_key = models.CharField(max_length=SEARCH_KEY_LENGTH, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["sort_key", "id"]
        indexes: ClassVar = [models.Index(fields=["office", "status", "sort_key"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", code],
                condition=~models.Q(**{code: ""}),
                name=f"school_{code}_once",
            )
            for code in ("moe_code", "smis_code")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row; its keys always follow its name and codes."""
        self.set_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key", "search_key"}
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """Compute what the school is sorted and found by; for bulk writes, which skip `save`."""
        self.sort_key = collation_key(self.name)[:SORT_KEY_LENGTH]
        words = (search_key(self.name), search_key(self.name_en))
        codes = (self.moe_code, self.smis_code, self.obec_code)
        self.search_key = " ".join(filter(None, (*words, *codes)))[:SEARCH_KEY_LENGTH]


class ViewingSite(models.Model):
    """A place where several schools watch together (จุดรับชม): one device stands for all of them."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="viewing_sites")
    name = models.CharField(max_length=200)
    host = models.ForeignKey(School, on_delete=models.CASCADE, related_name="hosted_sites")
    schools = models.ManyToManyField(School, related_name="viewing_sites")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="viewing_site_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person to reach at a school: its director or one of its technical contacts."""

    class Kind(models.TextChoices):
        DIRECTOR = "director", "ผู้บริหารสถานศึกษา"
        TECHNICAL = "technical", "ผู้ประสานงานด้านเทคนิค"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class OfficeHoliday(models.Model):
    """An office's own word on a day: a special holiday, or a public one it works on."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=200)
    is_working_day = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["date"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "date"], name="office_holiday_once")
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"


class ApiToken(models.Model):
    """A program's key, kept only as the SHA-256 of its 256 bits."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Reads only: a history that can be rewritten proves nothing."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("audit entries are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("audit entries are append-only")


class AuditEntry(models.Model):
    """Who did what to what, when; written in the transaction that did it, never changed."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "audit entries"
        indexes: ClassVar = [models.Index(fields=["target_type", "target_id", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_type} {self.target_id}"
