"""Reading participations and decisions. The history axis of the territory says which ones cross organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Case, Count, F, Q, Value, When

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import CANCELLED, HOLDS_A_SEAT, LIVE, State
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation
from backoffice.directory.queries import OwnedQuerySet
from backoffice.people.models import Usager
from backoffice.people.queries import organisations_within

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.queries import OccurrenceQuerySet
    from backoffice.booking.values import QueueTerms
    from backoffice.console.base.prepared import Slot
    from backoffice.directory.models import User
    from backoffice.directory.permissions import Perimeter


class ParticipationQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        """Those of her séances; elsewhere, as far as histories are read, those of the people whom she finds: a list of inscriptions names them."""
        reachable = Organisation.objects.filter(organisations_within(perimeter, "history_sharing")).order_by()
        found = Usager.objects.within(perimeter).order_by()
        elsewhere = Q(occurrence__action__organisation__in=reachable.values("pk"), usager__in=found.values("pk"))
        return super().perimeter_condition(perimeter) | elsewhere

    def in_past_seances(self, start: datetime, end: datetime, now: datetime) -> Self:
        """Of the séances of a period that took place: what figures count, and what the list behind a figure shows."""
        seances = Occurrence.objects.past(now).filter(starts_at__gte=start, starts_at__lt=end)
        return self.filter(occurrence__in=seances.order_by().values("pk"))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=HOLDS_A_SEAT)

    def cancelled(self) -> Self:
        return self.filter(state__in=CANCELLED)

    def waiting_in_order(self) -> Self:
        """First come, first served; the primary key settles two requests of the same instant."""
        return self.filter(state=State.WAITING).order_by("queued_at", "pk")

    def waiting_in_turn(self, terms: QueueTerms) -> Self:
        """The people who wait, the next to call first, by the order of the policy (see `services.queueing`)."""
        return self.in_turn(terms.order, terms.aged_before)

    def in_turn(self, order: str, aged_before: datetime | Slot) -> Self:
        aged = Q(queued_at__lte=aged_before)
        by_policy = {
            "priority": [
                Case(When(aged, then=Value(0)), default=Value(1)),
                Case(When(aged, then=Value(0)), default=-F("points")),
            ],
            "lottery": [F("draw_rank").asc(nulls_last=True)],
        }
        return self.filter(state=State.WAITING).order_by("-lift", *by_policy.get(order, []), "queued_at", "pk")

    def offers_ended(self, now: datetime) -> Self:
        """An answer given at the end itself is in time (reliability R26); a séance that was moved earlier ends its offers."""
        ended = Q(offer_expires_at__lt=now) | Q(occurrence__starts_at__lt=now)
        return self.filter(ended, state=State.OFFERED)

    def offers_to_remind(self, now: datetime) -> Self:
        return self.filter(state=State.OFFERED, offer_reminder_at__lte=now, offer_expires_at__gte=now)


class DecisionQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"

    def to_verify(self) -> Self:
        """Those that came out otherwise when they were evaluated again, the last found first."""
        rows = self.filter(fault__isnull=False, fault__resolved_at__isnull=True)
        return rows.order_by("-fault__found_at", "-pk")


class DecisionPartQuerySet(OwnedQuerySet):
    """Rows that go with a decision."""

    territory_path = "decision__occurrence__action__organisation__territory"
    organisation_path = "decision__occurrence__action__organisation"


class OfOccurrenceQuerySet(OwnedQuerySet):
    """What belongs to one séance, hence to the organisation that hosts it."""

    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"


class BatchLineQuerySet(OwnedQuerySet):
    territory_path = "batch__occurrence__action__organisation__territory"
    organisation_path = "batch__occurrence__action__organisation"


class PrescriptionQuerySet(OwnedQuerySet):
    """Of the organisation that prescribes: the one that hosts reads the inscription."""

    territory_path = "organisation__territory"
    organisation_path = "organisation"


def to_complete(user: User, now: datetime, activity: Activity = Activity.ATTENDANCE) -> OccurrenceQuerySet:
    """Past séances where the user holds `activity` and the sheet is not over: somebody is not noted (`missing` people), otherwise it is still open.
    Those where somebody is missing first, then the most recent."""
    missing = Count("participations", filter=Q(participations__state=State.BOOKED))
    rows = Occurrence.objects.visible_to(user, activity).past(now).with_everything_shown().annotate(missing=missing)
    left_open = Q(attendance_sheet__isnull=False, attendance_sheet__closed_at__isnull=True)
    last = Case(When(missing__gt=0, then=Value(0)), default=Value(1))
    return rows.filter(Q(missing__gt=0) | left_open).order_by(last, "-starts_at", "-pk")


def with_people_waiting(user: User, now: datetime, activity: Activity = Activity.ENROL) -> OccurrenceQuerySet:
    rows = (
        Occurrence.objects.visible_to(user, activity).upcoming(now).with_everything_shown().select_related("counters")
    )
    return rows.filter(waiting_count__gt=0).order_by("starts_at", "pk")


def next_free_seat(occurrence: Occurrence, now: datetime) -> Occurrence | None:
    """The first other séance of the same action where a newcomer has a seat."""
    others = Occurrence.objects.filter(action=occurrence.action_id).exclude(pk=occurrence.pk)
    return others.bookable(now).with_free_seats().with_everything_shown().order_by("starts_at", "pk").first()


class AcceptanceQuerySet(OwnedQuerySet):
    territory_path = "participation__occurrence__action__organisation__territory"
    organisation_path = "participation__occurrence__action__organisation"


def other_seances(occurrence: Occurrence, user: User, now: datetime) -> OccurrenceQuerySet:
    """Where somebody enrolled here may be moved: the séances to come of the same motif, where the user enrols."""
    rows = Occurrence.objects.visible_to(user, Activity.ENROL).bookable(now).with_everything_shown()
    return rows.filter(action__motif=occurrence.action.motif_id).exclude(pk=occurrence.pk).order_by("starts_at", "pk")
