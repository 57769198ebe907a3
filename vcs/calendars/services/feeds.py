"""Feeds: made, given another address, ended."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model, Q

from rooms.models import Resource
from vcs import live
from vcs.calendars import events
from vcs.calendars.models import TARGET_FIELD, Feed, FeedDocument, RetiredToken, Scope
from vcs.core import clock, tokens
from vcs.core.errors import InvalidInput, NotFound, Text
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.models import Cluster, Office, School, User

# When a feed was last fetched is told to the hour: enough to see which schools subscribe.
FETCH_GRAIN = timedelta(hours=1)


@use_case
def create_feed(*, actor: User, scope: str, target: int | None = None) -> tuple[Feed, str]:
    """A new secret address of the target's calendar; the address is never shown again.

    A school's or a cluster's takes the right to manage feeds, since a school's holds its personal
    links; a resource's, a channel's and the office's show no more than any member may see.
    """
    kind = _scope(scope)
    row = _FIND[kind](actor, target)
    secret = tokens.new_secret()
    feed = Feed.objects.create(
        office_id=_office_id(row),
        document=_document(kind, row),
        token_digest=tokens.digest(secret),
        created_by=actor,
        created_at=clock.now(),
    )
    _record(actor, "feed.created", feed, {"scope": scope, "target": row.pk})
    return feed, address(secret)


@use_case
def rotate_feed(*, actor: User, feed_id: int) -> tuple[Feed, str]:
    """Another address for the feed; the old one is gone (410) from now on."""
    feed = _manageable(actor, feed_id)
    secret = tokens.new_secret()
    now = clock.now()
    RetiredToken.objects.create(feed=feed, digest=feed.token_digest, retired_at=now)
    feed.token_digest, feed.rotated_at, feed.last_fetched_at = tokens.digest(secret), now, None
    feed.save(update_fields=["token_digest", "rotated_at", "last_fetched_at"])
    _record(actor, "feed.rotated", feed, {})
    _tell(feed)
    return feed, address(secret)


@use_case
def revoke_feed(*, actor: User, feed_id: int) -> Feed:
    """End the feed: its address is gone (410) from now on."""
    feed = _manageable(actor, feed_id)
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    _record(actor, "feed.revoked", feed, {})
    _tell(feed)
    return feed


@use_case
def note_fetches(*, feed_ids: Collection[int]) -> int:
    """Remember, to the hour, that these feeds were fetched."""
    hour = _hour(clock.now())
    before = Q(last_fetched_at__isnull=True) | Q(last_fetched_at__lt=hour)
    return Feed.objects.filter(before, pk__in=list(feed_ids)).update(last_fetched_at=hour)


def address(secret: str) -> str:
    """The URL of a feed's token."""
    return f"{settings.VCS_PUBLIC_URL}/feeds/{secret}.ics"


def _hour(at: datetime) -> datetime:
    seconds = int(FETCH_GRAIN.total_seconds())
    return at - timedelta(seconds=at.timestamp() % seconds)


def _scope(name: str) -> Scope:
    try:
        return Scope(name)
    except ValueError:
        allowed = ", ".join(Scope.values)
        text = Text(f"ขอบเขตต้องเป็นหนึ่งใน {allowed}", f"The scope must be one of {allowed}")
        raise InvalidInput.field("/scope", "unknown_scope", text) from None


def _document(scope: Scope, row: Model) -> FeedDocument:
    field = TARGET_FIELD[scope]
    target = {} if field is None else {field: row}
    document, _new = FeedDocument.objects.get_or_create(
        office_id=_office_id(row),
        scope=scope,
        **target,
        defaults={"last_modified": clock.now().replace(microsecond=0)},
    )
    return document


def _office_id(row: Model) -> int:
    office_id: int | None = row.pk if isinstance(row, Office) else getattr(row, "office_id", None)
    if office_id is None:
        raise InvalidInput.field(
            "/scope",
            "no_office",
            Text(
                "ผู้ใช้ส่วนกลางไม่มีปฏิทินของตนเอง เลือกปฏิทินของสำนักงาน",
                "A user above the offices has no calendar of their own; choose an office's",
            ),
        )
    return office_id


def _school(actor: User, target: int | None) -> Model:
    return _allowed(actor, School, target, policy.FEED_MANAGE)


def _cluster(actor: User, target: int | None) -> Model:
    return _allowed(actor, Cluster, target, policy.FEED_MANAGE)


def _resource(actor: User, target: int | None) -> Model:
    return _allowed(actor, Resource, target, policy.RESOURCE_VIEW)


def _channel(actor: User, target: int | None) -> Model:
    row = _resource(actor, target)
    if getattr(row, "kind", None) != Resource.Kind.CHANNEL:
        raise _unknown_target()
    return row


def _office(actor: User, target: int | None) -> Model:
    return _allowed(actor, Office, target or actor.office_id, policy.OFFICE_VIEW)


def _me(actor: User, target: int | None) -> Model:
    if target not in {None, actor.pk}:
        raise _unknown_target()
    return actor


_FIND: dict[Scope, Callable[[User, int | None], Model]] = {
    Scope.SCHOOL: _school,
    Scope.CLUSTER: _cluster,
    Scope.RESOURCE: _resource,
    Scope.CHANNEL: _channel,
    Scope.OFFICE: _office,
    Scope.ME: _me,
}


def _allowed(actor: User, model: type[Model], target: int | None, action: str) -> Model:
    row = policy.visible(model._default_manager.filter(pk=target), actor).first()
    if row is None:
        raise _unknown_target()
    policy.require(actor, action, row)
    return row


def _unknown_target() -> InvalidInput:
    text = Text("ไม่พบเจ้าของปฏิทินนี้ในสำนักงาน", "There is no such target in the office")
    return InvalidInput.field("/target", "unknown_target", text)


def _manageable(actor: User, feed_id: int) -> Feed:
    rows = Feed.objects.select_for_update().filter(pk=feed_id, revoked_at__isnull=True)
    feed = policy.visible(rows, actor).first()
    if feed is None:
        raise NotFound(Text("ไม่พบปฏิทินนี้", "There is no such feed"))
    policy.require(actor, policy.FEED_MANAGE, feed)
    return feed


def _record(actor: User, action: str, feed: Feed, data: dict[str, object]) -> None:
    audit.record(actor=actor, action=action, target=feed, office_id=feed.office_id, data=data)


def _tell(feed: Feed) -> None:
    live.append(live.streams.feeds(feed.office_id), events.FEED_CHANGED, {"feed": feed.pk})
