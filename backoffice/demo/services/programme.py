"""The actions of a territory and their séances: made a year back, then carried on from the last séance made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState, Skip
from backoffice.actions.models import CollectiveAction, Occurrence
from backoffice.actions.services import Plan, Slot, add_group, add_occurrences, create_action, plan_dates
from backoffice.demo.services.once import known, reason_of
from backoffice.demo.values.calendar import is_open, series_days
from backoffice.demo.values.script import Session

if TYPE_CHECKING:
    from backoffice.demo.services.ground import Ground
    from backoffice.demo.values.shapes import ActionShape, Once, Slots

WEEKS_AHEAD = 12
USUAL = [Skip.BANK.value, Skip.CLOSURE.value, Skip.SCHOOL.value]
NO_PLAN = Plan(recurrence="", dates=())


@dataclass(frozen=True)
class Span:
    """The year that is told: from its first instant to this morning, and how many weeks that makes."""

    starts_at: datetime
    today: date
    weeks: int


def prepare_actions(ground: Ground, span: Span) -> dict[str, CollectiveAction]:
    """Every action of the territory, by reference, with its séances up to twelve weeks from today."""
    made = known(CollectiveAction)
    actions = {}
    for shape in ground.shape.actions:
        found = made.get(shape.ref)
        if found is None:
            actions[shape.ref] = make_action(ground, shape, span)
        else:
            actions[shape.ref] = CollectiveAction.objects.get(pk=found)
            carry_on(ground, shape, actions[shape.ref], span)
    return actions


def make_action(ground: Ground, shape: ActionShape, span: Span) -> CollectiveAction:
    action = CollectiveAction(
        motif=ground.motifs[shape.motif],
        organisation=ground.organisations[shape.organisation],
        title=shape.title,
        public_title=shape.public_title,
        default_venue=ground.venues[shape.venue],
        seats_override=shape.seats,
    )
    action.full_clean(exclude=["facilitators"])
    create_action(
        action=action,
        plan=plan_of(ground, shape, action, days_of(shape, span)),
        user=ground.referente,
        facilitators=[ground.facilitators[ref] for ref in shape.facilitators],
        reason=reason_of(shape.ref),
        now=span.starts_at,
    )
    for day in shape.days:
        add_day(ground, shape, action, day, span)
    return action


def days_of(shape: ActionShape, span: Span) -> list[date]:
    """The days of a series, the day of a one-off, none for an action made of days of slots."""
    if shape.once:
        return [day_in(span, shape.once)]
    weekly = shape.weekly
    return (
        []
        if weekly is None
        else series_days(
            span.today,
            weekday=weekly.weekday,
            every_weeks=weekly.every_weeks,
            phase=weekly.phase,
            weeks_before=span.weeks,
            weeks_after=WEEKS_AHEAD,
        )
    )


def plan_of(ground: Ground, shape: ActionShape, action: CollectiveAction, days: list[date]) -> Plan:
    """The repetition as the product plans it, closed days left out."""
    if not days:
        return NO_PLAN
    zone, every_weeks = ground.territory.zone, shape.weekly.every_weeks if shape.weekly else 1
    plan = plan_dates(
        first_day=days[0],
        start_time=(shape.weekly or shape.once).start,
        duration_minutes=action.motif.default_duration_minutes,
        count=(days[-1] - days[0]).days // 7 // every_weeks + 1,
        zone=zone,
        every_weeks=every_weeks,
    )
    kept = tuple(item for item in plan.dates if is_open(item.starts_at.astimezone(zone).date()))
    return Plan(recurrence=plan.recurrence, dates=kept, repetition={**plan.repetition, "skips": USUAL})


def carry_on(ground: Ground, shape: ActionShape, action: CollectiveAction, span: Span) -> None:
    """On a later day, the weeks that have come since."""
    if not shape.weekly:
        return
    zone = ground.territory.zone
    last = max((session.day for session in sessions_of(ground, shape, action)), default=span.starts_at.date())
    days = [day for day in days_of(shape, span) if day > last]
    add_occurrences(
        action=action,
        plan=plan_of(ground, shape, action, days),
        user=ground.referente,
        reason=reason_of(shape.ref),
        now=datetime.combine(span.today, datetime.min.time(), zone),
    )


def day_in(span: Span, day: Once | Slots) -> date:
    """The day meant by "in so many weeks, on such a weekday", a week later when the service is closed; or today, or the next open day."""
    monday = span.today - timedelta(days=span.today.weekday())
    wanted = span.today if day.weekday is None else monday + timedelta(weeks=day.in_weeks, days=day.weekday)
    while not is_open(wanted):
        wanted += timedelta(days=1) if day.weekday is None else timedelta(weeks=1)
    return wanted


def add_day(ground: Ground, shape: ActionShape, action: CollectiveAction, day: Slots, span: Span) -> None:
    """A forum or a job dating, on an open day."""
    zone = ground.territory.zone
    on = day_in(span, day)
    slots = [
        Slot(datetime.combine(on, start, zone), datetime.combine(on, end, zone), band, station, seats)
        for start, end, band, station, seats in day.slots
    ]
    prepared_at = max(span.starts_at, datetime.combine(on - timedelta(weeks=8), datetime.min.time(), zone))
    midnight = datetime.combine(span.today, datetime.min.time(), zone)
    add_group(
        action=action,
        name=day.name,
        slots=slots,
        user=ground.referente,
        reason=reason_of(shape.ref),
        now=min(prepared_at, midnight),
    )


def sessions_of(ground: Ground, shape: ActionShape, action: CollectiveAction) -> list[Session]:
    """The séances that the demonstration made and nobody cancelled, as first planned: a séance moved since keeps its story."""
    zone = ground.territory.zone
    planned = Occurrence.history.filter(
        action_id=action.pk, history_type="+", history_change_reason=reason_of(shape.ref)
    ).order_by("starts_at", "id")
    open_rows = set(action.occurrences.filter(state=OccurrenceState.OPEN).order_by().values_list("pk", flat=True))
    return [
        Session(
            row.id, row.starts_at.astimezone(zone), row.ends_at.astimezone(zone), place_of(shape, row.starts_at, rank)
        )
        for rank, row in enumerate(planned)
        if row.id in open_rows
    ]


def place_of(shape: ActionShape, starts_at: datetime, rank: int) -> int:
    """Where a séance stands in the rotation of people: its week for a series, its rank for a day of slots."""
    if shape.weekly:
        return starts_at.date().toordinal() // 7 // shape.weekly.every_weeks
    return rank
