"""Create an action with its occurrences, or add occurrences to one: everything or nothing, each with its counters and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import CollectiveAction, Facilitator, Occurrence, OccurrenceCounters
from backoffice.actions.services.conflicts import Busy
from backoffice.actions.services.daysoff import Place
from backoffice.actions.values import seats_of
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.history import record, record_links, record_many
from backoffice.console.base.wording import short_moment
from backoffice.directory.enums import Activity, ConflictRule
from backoffice.directory.models import Organisation, Venue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from backoffice.actions.services.grouping import Slot
    from backoffice.actions.services.planning import Plan, PlannedDate
    from backoffice.directory.models import User


def create_action(
    *,
    action: CollectiveAction,
    plan: Plan,
    user: User,
    facilitators: Iterable[Facilitator] = (),
    like: CollectiveAction | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> CollectiveAction:
    """Save a new action (validated by its form) and the occurrences of its plan; a duplicate takes the rules of the action that it is `like`.

    Raises ImpossibleDates when the same action exists at one of these dates: a form sent twice creates once."""
    now = now or timezone.now()
    with transaction.atomic():
        require_planner(user, action)
        refuse_twins(action, plan)
        action.recurrence, action.repetition = plan.recurrence, plan.repetition
        action.created_at = now
        chosen = take_rules(action, like) if like is not None else []
        record(action, user=user, reason=reason, at=now)
        record_links(action, "facilitators", facilitators, user=user, reason=reason, at=now)
        if chosen:
            record_links(action, "open_to", chosen, user=user, reason=reason, at=now)
        add_occurrences(action=action, plan=plan, user=user, reason=reason, now=now)
    return action


def take_rules(action: CollectiveAction, like: CollectiveAction) -> list[Organisation]:
    """What the form does not ask: policy, reserved seats, label, opening. Returns the chosen organisations. Nothing from another territory."""
    if like.organisation.territory_id != action.organisation.territory_id:
        return []
    action.policy, action.quotas, action.type_label = like.own_policy, like.quotas, like.type_label
    action.openness = like.openness
    return list(like.open_to.order_by("pk"))


def add_occurrences(
    *,
    action: CollectiveAction,
    plan: Plan,
    user: User,
    venue: Venue | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> list[Occurrence]:
    """Add the dates of a plan to an action. Raises ImpossibleDates naming the first date that the action already has."""
    with transaction.atomic():
        require_planner(user, action)
        venue = venue or action.default_venue
        refuse_conflicts(action, plan.dates, venue)
        rows = [
            Occurrence(
                action=action, venue=venue, starts_at=item.starts_at, ends_at=item.ends_at, is_apart=item.is_apart
            )
            for item in plan.dates
        ]
        follow_the_rule(action, plan, user=user, reason=reason, now=now)
        return create_rows(action, rows, user=user, reason=reason, now=now)


def follow_the_rule(action: CollectiveAction, plan: Plan, *, user: User, reason: str, now: datetime | None) -> None:
    """A series that is extended keeps the last rhythm that was asked, to be extended again."""
    if plan.recurrence and action.recurrence != plan.recurrence:
        action.recurrence, action.repetition = plan.recurrence, plan.repetition
        record(action, user=user, reason=reason, update_fields=["recurrence", "repetition"], at=now)


def refuse_conflicts(action: CollectiveAction, dates: Sequence[PlannedDate | Slot], venue: Venue | None) -> None:
    """Where the territory prevents conflicts, nobody takes the room between the preview and now: the room and the people are locked first."""
    territory = action.organisation.territory
    if not dates or ConflictRule.BLOCK not in (territory.room_conflicts, territory.facilitator_conflicts):
        return
    people = tuple(action.facilitators.order_by("pk"))
    lock_rows([venue], people)
    start, end = min(item.starts_at for item in dates), max(item.ends_at for item in dates)
    busy = Busy(Place(action.organisation, venue, people), start, end)
    for item in dates:
        for conflict in busy.conflicts(item.starts_at, item.ends_at):
            if conflict.is_blocking:
                day = short_moment(item.starts_at.astimezone(territory.zone))
                raise ImpossibleDates(f"Le {day} : {conflict.text}. Rien n’a été créé.")


def lock_rows(venues: Iterable[Venue | None], people: Iterable[Facilitator]) -> None:
    """By increasing key, the rooms first. On SQLite the transaction is the lock."""
    if not connection.features.has_select_for_update:
        return
    for rows, wanted in ((Venue.objects, venues), (Facilitator.objects, people)):
        keys = {row.pk for row in wanted if row is not None}
        list(rows.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def create_rows(
    action: CollectiveAction, rows: list[Occurrence], *, user: User, reason: str, now: datetime | None
) -> list[Occurrence]:
    """New occurrences of one action, with their counters. Refuses a start, band and station that the action already has."""
    starts = [row.starts_at for row in rows]
    taken = set(action.occurrences.filter(starts_at__in=starts).values_list("starts_at", "band", "station"))
    for row in rows:
        if (row.starts_at, row.band, row.station) in taken:
            raise ImpossibleDates(f"Cette action a déjà une séance le {row.date_sentence}. Rien n’a été créé.")
    rows = record_many(rows, user=user, reason=reason, at=now)
    OccurrenceCounters.objects.bulk_create(
        [OccurrenceCounters(occurrence=row, seats=seats_of(row).number) for row in rows]
    )
    return rows


def refuse_twins(action: CollectiveAction, plan: Plan) -> None:
    """Same organisation, motif and title, at the same hour: it is the same action."""
    twins = Occurrence.objects.filter(
        action__organisation=action.organisation,
        action__motif=action.motif,
        action__title=action.title,
        starts_at__in=[item.starts_at for item in plan.dates],
    )
    twin = twins.select_related("action__organisation__territory").order_by("starts_at").first()
    if twin is not None:
        raise ImpossibleDates(
            f"« {action.title} » a déjà une séance le {twin.date_sentence}. Rien n’a été créé. "
            "Ajoutez des séances à cette action, ou choisissez un autre titre."
        )


def require_planner(user: User, action: CollectiveAction) -> None:
    if not user.perimeter.may_in(Activity.PLAN, action.organisation):
        raise NotAllowed
