"""The blocks of the first page, chosen by activity: nobody gets a block that her role cannot act on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F

from backoffice.actions.models import Occurrence
from backoffice.actions.services.daysoff import calendar_warnings
from backoffice.actions.values import SeatsLine
from backoffice.booking.enums import State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.queries import to_complete, with_people_waiting
from backoffice.booking.services.figures import figures_of
from backoffice.booking.services.messages.undelivered import undelivered_in
from backoffice.console.home.changes import latest_changes
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.queries import OccurrenceQuerySet
    from backoffice.directory.models import User

MAX_ROWS = 5
MAX_MOTIFS = 6
MAX_FREE_SEANCES = 200
SOON = timedelta(days=7)
FEW = 3


def blocks(user: User, now: datetime) -> dict[str, Any]:
    perimeter = user.perimeter
    found: dict[str, Any] = {}
    if perimeter.has(Activity.CONFIGURE):
        found["stuck"] = what_is_stuck(user, now)
        found["calendars"] = short_calendars(user, now)
    if perimeter.has(Activity.READ_JOURNAL):
        found["changes"] = latest_changes(user, MAX_ROWS + 3)
        found["faults"] = Decision.objects.visible_to(user, Activity.READ_JOURNAL).to_verify().count()
    if perimeter.has(Activity.ENROL):
        found |= {"today": today(user, now), "free": next_free_seats(user, now), "tasks": tasks(user, now)}
    if perimeter.has(Activity.EXPORT_STATISTICS) and not perimeter.has(Activity.ENROL):
        found["figures"] = figures_of(user, now)
    return found


def today(user: User, now: datetime) -> list[dict[str, Any]]:
    """The séances of the day, each in its territory's own calendar."""
    around = Occurrence.objects.visible_to(user, Activity.ENROL).exclude(state="cancelled").with_everything_shown()
    rows = around.filter(starts_at__range=(now - timedelta(days=1), now + timedelta(days=1))).order_by(
        "starts_at", "pk"
    )
    return [row_of(user, each, now) for each in rows if is_today(each, now)]


def is_today(occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.local_start.date() == now.astimezone(occurrence.territory.zone).date()


def row_of(user: User, occurrence: Occurrence, now: datetime) -> dict[str, Any]:
    place = occurrence.action.organisation
    return {
        "seance": occurrence,
        "line": SeatsLine.of(occurrence),
        "is_over": occurrence.ends_at <= now,
        "may_enrol": user.perimeter.may_in(Activity.ENROL, place) and occurrence.state == "open",
        "may_mark": user.perimeter.may_in(Activity.ATTENDANCE, place),
    }


def next_free_seats(user: User, now: datetime) -> list[dict[str, Any]]:
    """The next séance with a free seat, motif by motif."""
    rows = Occurrence.objects.visible_to(user, Activity.ENROL).bookable(now).with_free_seats().with_everything_shown()
    first: dict[int, Occurrence] = {}
    for each in rows.order_by("starts_at", "pk")[:MAX_FREE_SEANCES]:
        first.setdefault(each.action.motif_id, each)
    return [row_of(user, each, now) for each in list(first.values())[:MAX_MOTIFS]]


def tasks(user: User, now: datetime) -> dict[str, int]:
    """What waits for somebody, counted by the queries of the pages that list it."""
    inscriptions = Participation.objects.visible_to(user, Activity.ENROL)
    waiting = with_people_waiting(user, now)
    return {
        "to_complete": to_complete(user, now).count(),
        "below_minimum": Occurrence.objects.visible_to(user, Activity.ENROL).below_minimum(now).count(),
        "waiting": waiting.count(),
        "free_while_waiting": waiting.filter(seats_left__gt=0).count(),
        "pending": inscriptions.filter(state=State.PENDING, occurrence__ends_at__gt=now).count(),
        "undelivered": undelivered_in(user, now).count(),
    }


def what_is_stuck(user: User, now: datetime) -> dict[str, Any]:
    """Full with people waiting, nearly empty, not completed."""
    unmarked = to_complete(user, now, Activity.CONFIGURE).filter(missing__gt=0)
    coming = (
        Occurrence.objects.visible_to(user, Activity.CONFIGURE)
        .bookable(now)
        .filter(starts_at__lt=now + SOON)
        .with_everything_shown()
    )
    few = coming.filter(seats__gt=F("seats_held") * FEW).order_by("starts_at", "pk")
    return {
        "full": lines(
            with_people_waiting(user, now, Activity.CONFIGURE).order_by("-waiting_count", "starts_at")[:MAX_ROWS]
        ),
        "few": lines(few[:MAX_ROWS]),
        "below": lines(coming_below(user, now)[:MAX_ROWS]),
        "unmarked": unmarked[:MAX_ROWS],
        "unmarked_count": unmarked.count(),
    }


def short_calendars(user: User, now: datetime) -> list[str]:
    """School calendars that end soon, in the territories that this person configures."""
    rows = Territory.objects.visible_to(user, Activity.CONFIGURE).order_by("code")
    return calendar_warnings(rows, now.date())[:MAX_ROWS]


def coming_below(user: User, now: datetime) -> OccurrenceQuerySet:
    rows = Occurrence.objects.visible_to(user).below_minimum(now).with_everything_shown()
    return rows.annotate(minimum=F("counters__minimum_wanted")).order_by("starts_at", "pk")


def lines(rows: Iterable[Occurrence]) -> list[tuple[Occurrence, SeatsLine]]:
    return [(row, SeatsLine.of(row)) for row in rows]
