"""Feeds: secret addresses, what they say, and the ready pieces it is made of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rooms.models import Booking, Resource
from vcs.directory.models import Cluster, Office, School, User


class Scope(models.TextChoices):
    """Whose calendar a feed is."""

    SCHOOL = "school", "โรงเรียน"
    CLUSTER = "cluster", "กลุ่มเครือข่าย"
    RESOURCE = "resource", "ทรัพยากร"
    CHANNEL = "channel", "ช่องถ่ายทอดสด"
    OFFICE = "office", "สำนักงาน"
    ME = "me", "ของฉัน"


TARGET_FIELD = {
    Scope.SCHOOL: "school",
    Scope.CLUSTER: "cluster",
    Scope.RESOURCE: "resource",
    Scope.CHANNEL: "resource",
    Scope.OFFICE: None,
    Scope.ME: "user",
}
TARGET_FIELDS = ("school", "cluster", "resource", "user")


def _names_its_target() -> Q:
    condition = Q()
    for scope, wanted in TARGET_FIELD.items():
        targets = {f"{field}__isnull": field != wanted for field in TARGET_FIELDS}
        condition |= Q(scope=scope, **targets)
    return condition


class FeedDocument(models.Model):
    """What every feed of one target says: `version` grows and `last_modified` moves with it.

    The bytes are those of its fragments, joined where they are served (vcs.calendars.content);
    their ETag is made of the bytes, so nothing about them needs storing twice.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    scope = models.CharField(max_length=8, choices=Scope.choices)
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, related_name="+")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, null=True, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    version = models.PositiveBigIntegerField(default=1)
    last_modified = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_names_its_target(), name="feed_document_names_its_target"
            ),
            models.UniqueConstraint(
                fields=["office"], condition=Q(scope="office"), name="feed_document_office_once"
            ),
            *(
                models.UniqueConstraint(
                    fields=["scope", field],
                    condition=Q(**{f"{field}__isnull": False}),
                    name=f"feed_document_{field}_once",
                )
                for field in TARGET_FIELDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.target_id}"

    @property
    def target_id(self) -> int:
        """The id of what the feed is of: a school, cluster, resource, user or the office itself."""
        field = TARGET_FIELD[Scope(self.scope)]
        return self.office_id if field is None else int(getattr(self, f"{field}_id"))


class Feed(models.Model):
    """One secret address of a document, kept only as the SHA-256 of its token."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="feeds")
    document = models.ForeignKey(FeedDocument, on_delete=models.CASCADE, related_name="feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    created_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.document}"


class RetiredToken(models.Model):
    """An address a feed once had: answered with "gone", so that programs stop asking."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="retired_tokens")
    digest = models.CharField(max_length=64, unique=True)
    retired_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.feed_id} {self.retired_at:%Y-%m-%d}"


class EventFragment(models.Model):
    """The VEVENTs of one booking in one form, shared by every feed that shows it so.

    A school's form has a stand-in of fixed length where each school's own token goes.
    """

    class Form(models.TextChoices):
        SCHOOL = "school", "โรงเรียน"
        SHARED = "shared", "ที่ใช้ร่วมกัน"
        STAFF = "staff", "เจ้าหน้าที่"
        RESOURCE = "resource", "ทรัพยากร"
        CHANNEL = "channel", "ช่องถ่ายทอดสด"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="fragments")
    form = models.CharField(max_length=8, choices=Form.choices)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="+")
    body = models.BinaryField()
    digest = models.CharField(max_length=32)
    time_zone = models.CharField(max_length=40)
    # Where it stands in a feed: its first start in UTC and its UID, as text that sorts alike in
    # every database and in Python.
    position = models.CharField(max_length=50)
    kept_until = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [
            models.Index(fields=["office", "form"], name="fragment_by_office"),
            models.Index(fields=["resource", "form"], name="fragment_by_resource"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["booking", "form"],
                condition=Q(resource__isnull=True),
                name="fragment_once",
            ),
            models.UniqueConstraint(
                fields=["booking", "form", "resource"],
                condition=Q(resource__isnull=False),
                name="fragment_of_resource_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.form}"
