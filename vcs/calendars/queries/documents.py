"""What a feed says, fragment by fragment, and which feeds a fragment is in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from rooms.models import Booking
from vcs.calendars.models import EventFragment, FeedDocument, Scope
from vcs.sessions.models import Invitation
from vcs.sessions.queries import join_token

Form = EventFragment.Form


@dataclass(frozen=True, slots=True)
class Piece:
    """One fragment in one feed; equal pieces have equal bytes."""

    fragment_id: int
    digest: str
    time_zone: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed without its bytes: what it is called and which pieces it has, in their order."""

    document_id: int
    version: int
    last_modified: datetime
    name: str
    about: str
    time_zone: str
    pieces: tuple[Piece, ...]


def outline(document_id: int) -> Outline:
    """How a document is put together now: two queries, three for a cluster's."""
    document = FeedDocument.objects.select_related(
        "office", "school", "cluster", "resource", "user"
    ).get(pk=document_id)
    return Outline(
        document_id=document.pk,
        version=document.version,
        last_modified=document.last_modified,
        name=_name(document),
        about=f"นัดหมายของ {document.office.name}",
        time_zone=document.office.time_zone,
        pieces=tuple(_pieces(document)),
    )


def bodies(fragment_ids: Collection[int]) -> dict[int, bytes]:
    """The bytes of fragments, by id."""
    rows = EventFragment.objects.filter(pk__in=fragment_ids).order_by()
    return {pk: bytes(body) for pk, body in rows.values_list("pk", "body")}


def _name(document: FeedDocument) -> str:
    office = document.office.short_name
    target = document.school or document.cluster or document.resource
    if target is not None:
        return f"{target.name} · {office}"
    return f"{document.user.display_name} · {office}" if document.user else office


def _pieces(document: FeedDocument) -> Iterable[Piece]:
    rows = fragments_of(document)
    columns = ("pk", "digest", "time_zone")
    if document.scope != Scope.SCHOOL:
        return (Piece(*row) for row in rows.values_list(*columns))
    invitation = ("booking__invitations__public_id", "booking__invitations__token_version")
    return (
        Piece(pk, digest, zone, join_token(public_id, version))
        for pk, digest, zone, public_id, version in rows.values_list(*columns, *invitation)
    )


def fragments_of(document: FeedDocument) -> QuerySet[EventFragment]:
    """The fragments a document shows, in its order."""
    conditions = {
        Scope.SCHOOL: Q(
            form=Form.SCHOOL,
            booking__invitations__school=document.school_id,
            booking__invitations__revoked_at__isnull=True,
        ),
        Scope.CLUSTER: Q(form=Form.SHARED) & Q(Exists(_invited(document.cluster_id))),
        Scope.RESOURCE: Q(form=Form.RESOURCE, resource=document.resource_id),
        Scope.CHANNEL: Q(form=Form.CHANNEL, resource=document.resource_id),
        Scope.OFFICE: Q(form=Form.STAFF, office=document.office_id),
        Scope.ME: Q(form=Form.STAFF, booking__requester=document.user_id),
    }
    rows = EventFragment.objects.filter(conditions[Scope(document.scope)])
    return rows.order_by("first_start", "booking__uid")


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
