"""Invitations and the personal links that are made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from rooms.models import Occurrence
from vcs.core import tokens
from vcs.sessions.errors import LinkRevoked, LinkUnknown
from vcs.sessions.models import Invitation

PURPOSE = "join"


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One school, or guest, asked to an occurrence."""

    id: int
    school_id: int | None
    school_name: str
    email: str
    rsvp: str
    join_url: str
    delivered_at: datetime | None


def join_token(public_id: str, version: int) -> str:
    """The token of a personal link; a higher version makes the earlier ones worthless."""
    return tokens.signed(PURPOSE, public_id, version)


def join_url(public_id: str, version: int) -> str:
    """The personal link itself."""
    return f"{settings.VCS_PUBLIC_URL}/j/{join_token(public_id, version)}"


def find_invitation(token: str) -> Invitation:
    """Whose link this is, in one query; LinkUnknown or LinkRevoked where it opens nothing."""
    verified = tokens.verify(PURPOSE, token)
    if verified is None:
        raise LinkUnknown
    public_id, version = verified
    rows = Invitation.objects.select_related("booking__office", "school")
    invitation = rows.filter(public_id=public_id).first()
    if invitation is None:
        raise LinkUnknown
    if invitation.token_version != version or invitation.revoked_at is not None:
        raise LinkRevoked
    return invitation


def invitation_rows(occurrence: Occurrence) -> list[InvitationRow]:
    """Everybody asked to an occurrence and their links, schools in dictionary order; one query."""
    rows = Invitation.objects.filter(booking_id=occurrence.booking_id, revoked_at=None)
    rows = rows.select_related("school").order_by("school__sort_key", "school_id", "email")
    return [_row(invitation) for invitation in rows]


def _row(invitation: Invitation) -> InvitationRow:
    return InvitationRow(
        id=invitation.pk,
        school_id=invitation.school_id,
        school_name=invitation.school.name if invitation.school else "",
        email=invitation.email,
        rsvp=invitation.rsvp,
        join_url=join_url(invitation.public_id, invitation.token_version),
        delivered_at=invitation.delivered_at,
    )


def join_urls_of_school(school_id: int, booking_ids: Iterable[int]) -> dict[int, str]:
    """A school's own link for each of the bookings it is asked to; one query."""
    rows = Invitation.objects.filter(
        school_id=school_id, booking_id__in=list(booking_ids), revoked_at=None
    )
    return {
        booking_id: join_url(public_id, version)
        for booking_id, public_id, version in rows.values_list(
            "booking_id", "public_id", "token_version"
        )
    }
