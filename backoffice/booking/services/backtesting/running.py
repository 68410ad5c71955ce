"""What the worker does: take a replay that was asked, go on from where it stands, save after each few séances.

Harmless when lost, doubled or cut: a run is claimed by compare and set, each save is one update that finds the run only while it is wanted, and
a run without sign of life is taken again where it stood."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db.models import Q
from django.utils import timezone

from backoffice.booking.enums import RunState
from backoffice.booking.models import ReplayRun
from backoffice.booking.services.backtesting.past import Batch, seances_served
from backoffice.booking.services.backtesting.reports import added, empty, report_of
from backoffice.booking.services.policies import own_quotas, policy_of, with_draft
from backoffice.policies.services.in_force import FrozenDraft, compiled_levels
from config_rules.backtest import replay_seances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.actions.models import Occurrence
    from config_rules import CompiledPolicy

log = structlog.get_logger("replay")
type Terms = tuple[int, int | None, str]
SEANCES_AT_ONCE = 40
# A task has sixty seconds; what is left is for the next one.
SECONDS_AT_ONCE = 40
SILENCE_ALLOWED = timedelta(minutes=2)


def advance_replays(*, seconds: float = SECONDS_AT_ONCE) -> bool:
    """Work on the runs that wait, for so many seconds. True when nothing is left to do."""
    deadline = time.monotonic() + seconds
    while (run := claimed()) is not None:
        if not advanced(run, deadline):
            return False
    return True


def claimed() -> ReplayRun | None:
    """A run that waits, or that nobody works on any more; among those who want it, one gets it."""
    now = timezone.now()
    silent = Q(state=RunState.RUNNING, beaten_at__lt=now - SILENCE_ALLOWED)
    run: ReplayRun
    for run in ReplayRun.objects.filter(Q(state=RunState.ASKED) | silent).order_by("asked_at", "pk"):
        same = ReplayRun.objects.filter(pk=run.pk, state=run.state, beaten_at=run.beaten_at)
        if same.update(state=RunState.RUNNING, beaten_at=now):
            run.state, run.beaten_at = RunState.RUNNING, now
            return run
    return None


def advanced(run: ReplayRun, deadline: float) -> bool:
    """Go on until the end of the run or of the time. False when time came first: the run waits again."""
    try:
        return Work(run).done_by(deadline)
    except Exception:
        log.exception("replay_failed", run=run.pk, policy=run.policy_id)
        saved(run, state=RunState.FAILED, ended_at=timezone.now())
        return True


def saved(run: ReplayRun, **changes: Any) -> bool:
    """Write, if the run is still wanted and still ours."""
    rows = ReplayRun.objects.filter(pk=run.pk, state=RunState.RUNNING, asked_at=run.asked_at)
    return bool(rows.update(beaten_at=timezone.now(), **changes))


@dataclass
class Work:
    """One run, from where it stands."""

    run: ReplayRun
    compiled: dict[Terms, tuple[CompiledPolicy, CompiledPolicy]] = field(default_factory=dict)

    def done_by(self, deadline: float) -> bool:
        run = self.run
        run.report = run.report or empty()
        served = seances_served(run.policy, run.since, run.until)
        if not saved(run, seances_total=served.count()):
            return True
        for batch in self.batches():
            if not self.save_progress(batch):
                return True
            if time.monotonic() > deadline:
                saved(run, state=RunState.ASKED)
                return False
        saved(run, state=RunState.DONE, ended_at=timezone.now())
        return True

    def batches(self) -> Iterator[Batch]:
        """A few séances at a time, after the last one replayed: no cursor stays open, memory does not grow."""
        run = self.run
        while True:
            served = seances_served(run.policy, run.since, run.until).filter(pk__gt=run.last_occurrence)
            batch = Batch.read(served[:SEANCES_AT_ONCE], run.until)
            if not batch.seances:
                return
            self.replay(batch)
            run.last_occurrence = batch.seances[-1].pk
            run.seances_done += len(batch.seances)
            yield batch

    def replay(self, batch: Batch) -> None:
        groups: dict[Terms, list[Occurrence]] = {}
        for occurrence in batch.seances:
            groups.setdefault(terms_of(occurrence), []).append(occurrence)
        for key, seances in groups.items():
            old, new = self.policies(key, seances[0])
            before = batch.read_again
            found = replay_seances(old, new, [batch.seance(occurrence, old, new) for occurrence in seances])
            self.run.report = added(self.run.report, report_of(found, batch.read_again - before))

    def policies(self, key: Terms, example: Occurrence) -> tuple[CompiledPolicy, CompiledPolicy]:
        """What decides now for the actions of this motif, and the same with the draft in its place; compiled once a run."""
        if key not in self.compiled:
            self.compiled[key] = both_policies(self.run, example)
        return self.compiled[key]

    def save_progress(self, batch: Batch) -> bool:
        run = self.run
        wanted = ("seances_done", "last_occurrence", "report")
        return saved(run, **{name: getattr(run, name) for name in wanted})


def terms_of(occurrence: Occurrence) -> Terms:
    """Séances with the same terms are decided by the same policy."""
    return occurrence.action.motif_id, occurrence.action.policy_id, repr(sorted(own_quotas(occurrence).items()))


def both_policies(run: ReplayRun, occurrence: Occurrence) -> tuple[CompiledPolicy, CompiledPolicy]:
    """What decided when the run was asked, and the same with the draft in its place."""
    levels = policy_of(occurrence, run.until)
    tried = with_draft(levels, occurrence, run.policy, FrozenDraft(run.document, run.document_hash))
    return compiled_levels(levels), compiled_levels(tried)
