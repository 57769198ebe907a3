"""What a feed says, fragment by fragment, and which feeds a fragment is in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from rooms.models import Booking
from vcs.calendars.models import EventFragment, FeedDocument, Scope
from vcs.sessions.models import Invitation

Form = EventFragment.Form
_PIECE = ("pk", "booking_id", "position", "digest", "time_zone")
_LINK = ("booking__invitations__public_id", "booking__invitations__token_version")


class Piece(NamedTuple):
    """One fragment in one feed, with whose link goes into it; equal pieces have equal bytes."""

    fragment_id: int
    booking_id: int
    position: str
    digest: str
    time_zone: str
    public_id: str = ""
    token_version: int = 0


class Heading(NamedTuple):
    """A document as it stands: its target, its version, and the names it is called by."""

    id: int
    office_id: int
    scope: str
    school_id: int | None
    cluster_id: int | None
    resource_id: int | None
    user_id: int | None
    version: int
    last_modified: datetime
    office__short_name: str
    office__name: str
    office__time_zone: str
    school__name: str | None
    cluster__name: str | None
    resource__name: str | None
    user__first_name: str | None
    user__last_name: str | None

    @property
    def name(self) -> str:
        """What the calendar is called in the lists of programs."""
        person = " ".join(part for part in (self.user__first_name, self.user__last_name) if part)
        target = self.school__name or self.cluster__name or self.resource__name or person
        return f"{target} · {self.office__short_name}" if target else self.office__short_name

    @property
    def about(self) -> str:
        """A sentence on it."""
        return f"นัดหมายของ {self.office__name}"


def heading(document_id: int) -> Heading:
    """How a document stands now; one query, FeedDocument.DoesNotExist where it is gone."""
    rows = FeedDocument.objects.filter(pk=document_id)
    return Heading(*rows.values_list(*Heading._fields).get())


def pieces(document: Heading, bookings: Collection[int] | None = None) -> list[Piece]:
    """The pieces of a document, or only those of some bookings; one query, in no order."""
    rows = EventFragment.objects.filter(_SHOWN_IN[Scope(document.scope)](document)).order_by()
    if bookings is not None:
        rows = rows.filter(booking__in=bookings)
    columns = (*_PIECE, *_LINK) if document.scope == Scope.SCHOOL else _PIECE
    return [Piece(*row) for row in rows.values_list(*columns)]


def bodies(fragment_ids: Collection[int]) -> dict[int, bytes]:
    """The bytes of fragments, by id."""
    rows = EventFragment.objects.filter(pk__in=fragment_ids).order_by()
    return {pk: bytes(body) for pk, body in rows.values_list("pk", "body")}


def _of_school(document: Heading) -> Q:
    return Q(
        form=Form.SCHOOL,
        booking__invitations__school=document.school_id,
        booking__invitations__revoked_at__isnull=True,
    )


def _of_cluster(document: Heading) -> Q:
    return Q(Exists(_invited(document.cluster_id)), form=Form.SHARED)


_SHOWN_IN: dict[Scope, Callable[[Heading], Q]] = {
    Scope.SCHOOL: _of_school,
    Scope.CLUSTER: _of_cluster,
    Scope.RESOURCE: lambda document: Q(form=Form.RESOURCE, resource=document.resource_id),
    Scope.CHANNEL: lambda document: Q(form=Form.CHANNEL, resource=document.resource_id),
    Scope.OFFICE: lambda document: Q(form=Form.STAFF, office=document.office_id),
    Scope.ME: lambda document: Q(form=Form.STAFF, booking__requester=document.user_id),
}


def _invited(cluster_id: int | None) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        booking=OuterRef("booking"), school__cluster=cluster_id, revoked_at__isnull=True
    )


def showing(booking: Booking, forms: Collection[tuple[str, int | None]]) -> QuerySet[FeedDocument]:
    """The documents that show the booking in any of these forms (form, resource)."""
    condition = Q(pk__in=[])
    for form, resource in forms:
        condition |= _showing(booking, form, resource)
    return FeedDocument.objects.filter(condition, office=booking.office_id)


def _showing(booking: Booking, form: str, resource: int | None) -> Q:
    if form == Form.SCHOOL:
        asked = Invitation.objects.filter(booking=booking, school__isnull=False)
        return Q(scope=Scope.SCHOOL, school__in=asked.values("school"))
    if form == Form.SHARED:
        return Q(scope=Scope.CLUSTER)
    if form == Form.STAFF:
        return Q(scope=Scope.OFFICE) | Q(scope=Scope.ME, user=booking.requester_id)
    return Q(scope=Scope.CHANNEL if form == Form.CHANNEL else Scope.RESOURCE, resource=resource)
