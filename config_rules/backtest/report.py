"""The figures of a replay.

Responsible for counting: from → to, reasons, organisations, examples, what could not be replayed.
Refuses to keep more than `EXAMPLES_KEPT` examples of each transition.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from config_rules.backtest.seances import Fate, Request
from config_rules.decisions import Outcome

EXAMPLES_KEPT = 20
type Transition = tuple[Fate, Fate]


@dataclass(frozen=True, slots=True)
class Example:
    """One person whose fate changes: keys to open both sides, and the reason on each."""

    seance: str
    person: str
    before: Fate
    after: Fate
    reason_before: str
    reason_after: str


@dataclass(slots=True)
class Replay:
    """What both policies would have given.

    `fates` counts people by where they stand once the séance starts; `answers` counts requests by the
    outcome at the counter.  `faithful` counts requests whose replayed outcome under the old policy is
    the recorded one, out of `recorded`: how far the replay can be trusted.
    """

    seances: int = 0
    requests: int = 0
    recorded: int = 0
    faithful: int = 0
    fates: Counter[Transition] = field(default_factory=Counter)
    answers: Counter[tuple[Outcome, Outcome]] = field(default_factory=Counter)
    reasons_before: Counter[str] = field(default_factory=Counter)
    reasons_after: Counter[str] = field(default_factory=Counter)
    organisations: dict[str, Counter[Transition]] = field(default_factory=dict)
    examples: dict[Transition, list[Example]] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def unreplayable(self) -> int:
        """Requests that lack a fact, counted apart and never guessed."""
        return self.missing.total()

    @property
    def changed(self) -> int:
        """People whose fate changes."""
        return sum(number for (before, after), number in self.fates.items() if before is not after)

    def balance(self, fate: Fate) -> int:
        """How many more (or fewer) people end so."""
        gained = sum(number for (before, after), number in self.fates.items() if after is fate is not before)
        return gained - sum(number for (before, after), number in self.fates.items() if before is fate is not after)

    def count_answers(self, request: Request, before: Outcome, after: Outcome) -> None:
        """One request was answered on both sides."""
        self.answers[before, after] += 1
        if request.recorded is not None:
            self.recorded += 1
            self.faithful += before is request.recorded

    def count_fate(self, organisation: str, example: Example) -> None:
        """One person's fate is known on both sides."""
        transition = (example.before, example.after)
        self.fates[transition] += 1
        self.organisations.setdefault(organisation, Counter())[transition] += 1
        if example.before is not example.after:
            kept = self.examples.setdefault(transition, [])
            if len(kept) < EXAMPLES_KEPT:
                kept.append(example)
