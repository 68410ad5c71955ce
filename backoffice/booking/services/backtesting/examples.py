"""Who would change, side by side: a few people for each change, with the condition that decides. Read from the stored decisions at each display.

Whoever may not read names sees an invented person, and the condition without the value that it found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Any

from backoffice.booking.models import Decision
from backoffice.booking.services.backtesting.files import Files
from backoffice.booking.services.backtesting.past import ASKS, COLUMNS, Memory, Row
from backoffice.booking.services.backtesting.running import Terms, both_policies, terms_of
from backoffice.booking.services.backtesting.telling import ONE_FATE, reason_words, transitions
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.showing import readable_files
from backoffice.directory.enums import Activity
from backoffice.policies.services.wording import Names
from config_rules import ConfigRulesError, Voice, evaluate, explain
from config_rules.backtest import Fate
from config_rules.explain import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.booking.models import ReplayRun
    from backoffice.directory.models import User
    from config_rules import CompiledPolicy

SHOWN_OF_EACH = 5
WAITED, SEATED_LATER = "placement.waitlisted", "Une place s’est libérée ensuite."
INVENTED = ("Camille", "Dominique", "Claude", "Sacha", "Maxence", "Alix", "Charlie", "Noa", "Lou", "Eden")
OBSERVED = re.compile(r" \(ici : .*?\)(?=\.?$)")


@dataclass(frozen=True)
class Example:
    """One person. `decision_id` leads to « Pourquoi ? » when the reader may open it."""

    who: str
    decision_id: int | None
    seance: str
    reason_before: str
    reason_after: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """« Inscrite → Refusée », how many, and the first of them."""

    before: str
    after: str
    number: int
    examples: tuple[Example, ...]


def examples_of(run: ReplayRun, user: User) -> list[Group]:
    """The changes, the most frequent first, in a number of statements that does not depend on the examples."""
    fates, kept = run.report["fates"], run.report["examples"]
    shown = {key: rows[:SHOWN_OF_EACH] for key, rows in kept.items()}
    reader = Reader(run, user, [row for rows in shown.values() for row in rows])
    groups = []
    for key in sorted(shown, key=lambda key: (-fates[key], key)):
        [(before, after)] = transitions({key: 0})
        examples = tuple(
            found for row in shown[key] if (found := reader.example(*row, seated=after is Fate.SEAT)) is not None
        )
        groups.append(Group(ONE_FATE[before], ONE_FATE[after], fates[key], examples))
    return groups


def invented_names() -> Iterator[str]:
    """« Camille (personne inventée) », and so on for ever."""
    return (f"{name} (personne inventée)" for name in cycle(INVENTED))


def without_values(conditions: tuple[str, ...]) -> tuple[str, ...]:
    """« l’âge est d’au moins 26 ans (ici : 46 ans) » without what was found."""
    return tuple(OBSERVED.sub("", text) for text in conditions)


class Reader:
    """Reads the decisions behind the examples, with the names that the user may read."""

    def __init__(self, run: ReplayRun, user: User, rows: list[list[Any]]) -> None:
        self.run = run
        self.names = Names(run.policy.territory)
        self.words = reason_words({code for row in rows for code in row[2:]}, run.policy.territory)
        seances, people = {row[0] for row in rows}, {row[1] for row in rows}
        asked = Decision.objects.visible_to(user).filter(
            occurrence__in=seances, usager__in=people, kind__in=ASKS, decided_at__lt=run.until
        )
        asked = asked.order_by("decided_at", "pk")
        related = ("usager", *(f"occurrence__{path}" for path in LOADED))
        self.decisions = {(row.occurrence_id, row.usager_id): row for row in asked.select_related(*related)}
        named = asked.visible_to(user, Activity.VIEW_PEOPLE).order_by()
        self.named = set(named.values_list("pk", flat=True))
        self.files = readable_files(user, people)
        self.as_it_was = Files(people)
        self.stored = {pk: Row(*values) for pk, *values in asked.values_list("pk", *COLUMNS)}
        self.invented = invented_names()
        self.policies: dict[Terms, tuple[CompiledPolicy, CompiledPolicy]] = {}

    def example(
        self, seance: int, person: int, reason_before: str, reason_after: str, *, seated: bool
    ) -> Example | None:
        """None for somebody whose decision is gone, or out of sight."""
        decision = self.decisions.get((seance, person))
        if decision is None:
            return None
        is_named = decision.pk in self.named
        conditions = self.conditions(decision, reason_after)
        return Example(
            who=str(decision.usager) if is_named else next(self.invented),
            decision_id=decision.pk if is_named else None,
            seance=str(decision.occurrence),
            reason_before=self.words[reason_before],
            reason_after=self.words[reason_after] if not (seated and reason_after == WAITED) else SEATED_LATER,
            conditions=conditions if is_named and person in self.files else without_values(conditions),
        )

    def conditions(self, decision: Decision, reason: str) -> tuple[str, ...]:
        """What decided in the draft, in sentences."""
        old, new = self.both(decision)
        facts = Memory(decision.occurrence, old, new, self.as_it_was).facts(self.stored[decision.pk])
        try:
            verdict = evaluate(new, facts)
            told = explain(verdict, Voice.REFERENTE, new).sentences
        except ConfigRulesError:
            return ()
        found, step = [], ""
        for sentence in told:
            if sentence.kind is SentenceKind.STEP:
                step = sentence.code
            elif sentence.kind is SentenceKind.CONDITION and sentence.decisive and step == reason:
                is_quoted = sentence.code not in verdict.sensitive
                found.append(self.names(sentence.text) if is_quoted else "une information sensible")
        return tuple(found)

    def both(self, decision: Decision) -> tuple[CompiledPolicy, CompiledPolicy]:
        key = terms_of(decision.occurrence)
        if key not in self.policies:
            self.policies[key] = both_policies(self.run, decision.occurrence)
        return self.policies[key]
