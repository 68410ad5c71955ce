"""What the worker does once a day with decisions: count what each rule touched, and evaluate some of them again with their own rules and facts.

Each day is counted once, then kept: the editor sums days and never reads decisions."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from backoffice.booking.models import Decision, DecisionFault
from backoffice.booking.services.replay import replay
from backoffice.policies.models import CountedDay, PolicyRevision, RuleDay
from backoffice.policies.services.activity import WINDOW
from config_rules import Mark, decision_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger("nightly")
SECONDS_AT_ONCE = 40
SAMPLE = 500
ONE_DAY = timedelta(days=1)


def count_rules(*, now: datetime, seconds: float = SECONDS_AT_ONCE) -> bool:
    """Count the days of the last six months that are not counted yet, today apart. False when time came first."""
    deadline = time.monotonic() + seconds
    today = timezone.localdate(now)
    RuleDay.objects.filter(day__lt=today - WINDOW).delete()
    CountedDay.objects.filter(day__lt=today - WINDOW).delete()
    for day in days_to_count(today):
        count_day(day, now)
        if time.monotonic() > deadline:
            return False
    return True


def days_to_count(today: date) -> Iterator[date]:
    """From the first decision, the oldest day first."""
    first = Decision.objects.aggregate(first=Min("decided_at"))["first"]
    if first is None:
        return
    counted = set(CountedDay.objects.values_list("day", flat=True))
    day = max(timezone.localdate(first), today - WINDOW)
    while day < today:
        if day not in counted:
            yield day
        day += ONE_DAY


@dataclass
class Counts:
    """(policy, rule) → requests; the empty rule counts every request that cited the policy."""

    touched: Counter[tuple[int, str]] = field(default_factory=Counter)
    lifted: Counter[tuple[int, str]] = field(default_factory=Counter)
    policies: dict[int, int] = field(default_factory=dict)

    def add(self, levels: list[dict[str, Any]], result: str) -> None:
        cited = {level["name"]: self.policy_of(level["revision"]) for level in levels if level.get("revision")}
        if not cited:
            return
        verdict = decision_from_json(result)
        applied = {
            (cited[step.level], step.code)
            for step in verdict.trace
            if step.level in cited and "." not in step.code and (step.mark is Mark.TRUE or step.outcome is not None)
        }
        over = {(cited[one.level], one.code) for one in verdict.reasons if one.lifted and one.level in cited}
        self.touched.update({*applied, *((policy, "") for policy in cited.values())})
        self.lifted.update(over)

    def policy_of(self, revision: int) -> int:
        if revision not in self.policies:
            self.policies[revision] = PolicyRevision.objects.values_list("policy", flat=True).get(pk=revision)
        return self.policies[revision]


def count_day(day: date, now: datetime) -> None:
    """All the decisions of one day, in bounded memory; written with the mark that says so, or not at all."""
    counts = Counts()
    start = timezone.make_aware(datetime.combine(day, clock.min))
    end = timezone.make_aware(datetime.combine(day + ONE_DAY, clock.min))
    rows = Decision.objects.filter(decided_at__gte=start, decided_at__lt=end).order_by("pk")
    for levels, result in rows.values_list("policy", "result").iterator(chunk_size=500):
        counts.add(levels, result)
    with transaction.atomic():
        _row, is_new = CountedDay.objects.get_or_create(day=day, defaults={"counted_at": now})
        if is_new:
            RuleDay.objects.bulk_create(
                RuleDay(policy_id=policy, rule=rule, day=day, touched=number, lifted=counts.lifted[policy, rule])
                for (policy, rule), number in counts.touched.items()
            )


def check_decisions(*, now: datetime, sample: int = SAMPLE) -> int:
    """Evaluate again decisions drawn at random, and those that disagreed before. The number that disagree now: each is an incident."""
    open_faults = DecisionFault.objects.filter(resolved_at__isnull=True).values_list("decision", flat=True)
    keys = {*drawn(sample), *open_faults}
    # Read whole before anything is written: on SQLite, a write beside an open cursor fails as soon as somebody else wrote meanwhile.
    judged = [
        (decision.pk, agrees(decision))
        for decision in Decision.objects.filter(pk__in=keys).order_by("pk").iterator(chunk_size=100)
    ]
    wrong = [key for key, is_right in judged if not is_right]
    right = [key for key, is_right in judged if is_right]
    DecisionFault.objects.filter(decision__in=right, resolved_at__isnull=True).update(resolved_at=now)
    for key in wrong:
        DecisionFault.objects.update_or_create(
            decision_id=key, defaults={"resolved_at": None}, create_defaults={"found_at": now}
        )
    if wrong:
        log.error("decisions_do_not_replay", decisions=wrong[:20], number=len(wrong), among=len(keys))
    return len(wrong)


def drawn(sample: int) -> set[int]:
    """Keys at random between the first and the last: some may be missing, none is favoured for its age."""
    ends = Decision.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return set()
    return {random.randint(ends["first"], ends["last"]) for _ in range(sample)}  # noqa: S311 - a sample, not a secret


def agrees(decision: Decision) -> bool:
    """A decision that cannot even be read disagrees."""
    try:
        return replay(decision=decision)
    except Exception:
        log.exception("decision_cannot_be_replayed", decision=decision.pk)
        return False
