"""Give and take back secret addresses: a facilitator's diary, a partner's column. The secret is returned once and kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.actions.errors import UnknownStation
from backoffice.actions.models import CalendarFeed, OccurrenceGroup, StationPage
from backoffice.actions.models.links import digest_of, new_secret
from backoffice.actions.services.creating import require_planner
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Facilitator
    from backoffice.actions.models.links import SecretLink
    from backoffice.directory.models import User


def open_station_page(*, group: OccurrenceGroup, station: str, user: User, now: datetime | None = None) -> str:
    """A new secret for the column of one partner; the former address stops working. Raises NotAllowed, UnknownStation."""
    require_planner(user, group.action)
    if not group.occurrences.filter(station=station).exists() or not station:
        raise UnknownStation
    with transaction.atomic():
        close(StationPage.objects.live().filter(group=group, station=station), user, now)
        return keep(StationPage(group=group, station=station), user, now)


def close_station_page(*, group: OccurrenceGroup, station: str, user: User, now: datetime | None = None) -> None:
    """The address stops working at once. Twice is once. Raises NotAllowed."""
    require_planner(user, group.action)
    with transaction.atomic():
        close(StationPage.objects.live().filter(group=group, station=station), user, now)


def open_feed(*, facilitator: Facilitator, user: User, shows_titles: bool = False, now: datetime | None = None) -> str:
    """A new secret for the diary of a facilitator; the former address stops working. Raises NotAllowed."""
    require_diary(user, facilitator)
    with transaction.atomic():
        close(CalendarFeed.objects.live().filter(facilitator=facilitator), user, now)
        return keep(CalendarFeed(facilitator=facilitator, shows_titles=shows_titles), user, now)


def close_feed(*, facilitator: Facilitator, user: User, now: datetime | None = None) -> None:
    """The address stops working at once. Twice is once. Raises NotAllowed."""
    require_diary(user, facilitator)
    with transaction.atomic():
        close(CalendarFeed.objects.live().filter(facilitator=facilitator), user, now)


def station_page_of(secret: str, *, now: datetime | None = None) -> StationPage:
    """The live page of a secret, until a week after its day. Raises OutOfPerimeter, whether it ended, was taken back or never existed."""
    rows = StationPage.objects.live().readable(now or timezone.now())
    rows = rows.select_related("group__action__organisation__territory", "group__action__motif")
    found: StationPage | None = rows.filter(digest=digest_of(secret)).first()
    if found is None:
        raise OutOfPerimeter
    return found


def feed_of(secret: str) -> CalendarFeed:
    """The live diary of a secret. Raises OutOfPerimeter when it was taken back, never existed, or its facilitator's account is closed."""
    rows = CalendarFeed.objects.live().exclude(facilitator__user__is_active=False)
    rows = rows.select_related("facilitator__territory", "facilitator__organisation")
    found: CalendarFeed | None = rows.filter(digest=digest_of(secret)).first()
    if found is None:
        raise OutOfPerimeter
    return found


def require_diary(user: User, facilitator: Facilitator) -> None:
    """Who plans may give a diary; a facilitator with an account may ask for her own."""
    may_plan = user.perimeter.may(
        Activity.PLAN, territory_id=facilitator.territory_id, organisation_id=facilitator.organisation_id
    )
    if not may_plan and facilitator.user_id != user.pk:
        raise NotAllowed


def keep(link: SecretLink, user: User, now: datetime | None) -> str:
    secret = new_secret()
    link.digest, link.created_by, link.created_at = digest_of(secret), user, now or timezone.now()
    record(link, user=user, at=now)
    return secret


def close(links: Iterable[SecretLink], user: User, now: datetime | None) -> None:
    for link in links:
        link.revoked_at = now or timezone.now()
        record(link, user=user, update_fields=["revoked_at"], at=now)
