"""Whole séances replayed under two policies, request by request, in order of arrival.

Responsible for keeping both sides in step.  Refuses to let one side see what the other did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from config_rules.backtest.report import Example, Replay
from config_rules.backtest.room import Room
from config_rules.backtest.seances import Cancellation, Request, Seance
from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Outcome
from config_rules.errors import FactError

type Progress = Callable[[int], None]
_KEPT_SEATS = (Outcome.ACCEPT, Outcome.WARN)


def replay_seances(
    old: CompiledPolicy, new: CompiledPolicy, seances: Iterable[Seance], *, on_progress: Progress | None = None
) -> Replay:
    """Both policies over the same past.  `on_progress` is told the number of séances done, after each."""
    report = Replay()
    for seance in seances:
        _SeanceReplay(old, new, seance, report).run()
        report.seances += 1
        if on_progress is not None:
            on_progress(report.seances)
    return report


class _SeanceReplay:
    """One séance on both sides."""

    def __init__(self, old: CompiledPolicy, new: CompiledPolicy, seance: Seance, report: Replay) -> None:
        self.before = Room(old, seance)
        self.after = Room(new, seance)
        self.seance = seance
        self.report = report
        self.organisations: dict[str, str] = {}
        self.reasons: dict[str, tuple[str, str]] = {}

    def run(self) -> None:
        for event in self.seance.events:
            if isinstance(event, Cancellation):
                self.before.cancel(event)
                self.after.cancel(event)
            else:
                self._ask(event)
        for person, organisation in self.organisations.items():
            self._close(person, organisation)

    def _ask(self, request: Request) -> None:
        self.report.requests += 1
        try:
            old, old_points = self.before.answer(request)
            new, new_points = self.after.answer(request)
        except FactError as error:
            self._skip(request, error.fact)
            return
        self.organisations[request.person] = request.organisation
        self.reasons[request.person] = (self._reason(self.before, request, old), self._reason(self.after, request, new))
        self.report.count_answers(request, old, new)
        self.report.reasons_before[self.reasons[request.person][0]] += 1
        self.report.reasons_after[self.reasons[request.person][1]] += 1
        self.before.take(request, old, old_points)
        self.after.take(request, new, new_points)

    def _reason(self, room: Room, request: Request, outcome: Outcome) -> str:
        return "placement.seat" if outcome is Outcome.ACCEPT else room.reason(request)

    def _skip(self, request: Request, fact: str) -> None:
        """A request that cannot be replayed keeps the seat that it really had, on both sides."""
        self.report.missing[fact] += 1
        if request.recorded in _KEPT_SEATS:
            self.before.hold(request)
            self.after.hold(request)

    def _close(self, person: str, organisation: str) -> None:
        before, after = self.before.final_fate(person), self.after.final_fate(person)
        self.report.count_fate(organisation, Example(self.seance.key, person, before, after, *self.reasons[person]))
