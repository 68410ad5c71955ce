"""What a policy « à l’essai » found so far, compared with what was answered: from → to, per rule, the last people side by side. Reads only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F

from backoffice.booking.enums import OutcomeLabel
from backoffice.booking.models import Decision, TrialAnswer
from backoffice.booking.services.backtesting.examples import invented_names
from backoffice.booking.services.backtesting.telling import Cell, Row, Table, reason_words
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backoffice.directory.models import User
    from backoffice.policies.models import Trial

SHOWN = 20
READ_AT_MOST = 20_000


@dataclass(frozen=True)
class Difference:
    """One request that would have been answered otherwise."""

    who: str
    decision: Decision
    is_named: bool
    answer: str
    tried: str
    reason: str


@dataclass(frozen=True)
class Found:
    """What a trial found: how many requests, how many it failed on, how many differ, and which."""

    asked: int
    failed: int
    changed: int
    table: Table
    rules: tuple[tuple[str, int], ...]
    differences: tuple[Difference, ...]

    @property
    def summary(self) -> str:
        if not self.asked:
            return "Aucune demande n’est arrivée depuis le début de l’essai."
        if not self.changed:
            return f"Aucune réponse différente, sur {count(self.asked, 'demande')}."
        verb = "aurait" if self.changed == 1 else "auraient"
        return f"{count(self.changed, 'demande')} sur {self.asked} {verb} eu une autre réponse."


def counted(trial: Trial) -> Counter[tuple[str, str]]:
    """(answer given, answer of the trial) → requests, in one statement."""
    rows = TrialAnswer.objects.filter(trial=trial).order_by().values_list("decision__outcome", "outcome")
    return Counter({(given, tried): number for given, tried, number in rows.annotate(Count("pk"))})


def differing(trial: Trial) -> QuerySet[TrialAnswer]:
    rows = TrialAnswer.objects.filter(trial=trial).exclude(outcome="").exclude(outcome=F("decision__outcome"))
    return rows.order_by("-decision")


def found_by(trial: Trial, user: User) -> Found:
    """Everything for the page of a trial, in a bounded number of statements."""
    counts = counted(trial)
    return Found(
        asked=counts.total(),
        failed=sum(number for (_given, tried), number in counts.items() if not tried),
        changed=sum(number for (given, tried), number in counts.items() if tried and given != tried),
        table=table_of(counts),
        rules=rules_of(trial),
        differences=differences_of(trial, user),
    )


def table_of(counts: Counter[tuple[str, str]]) -> Table:
    present = [outcome for outcome in OutcomeLabel if any(outcome in pair for pair in counts)]
    rows = tuple(
        Row(
            given.label,
            tuple(Cell(counts[given.value, tried.value], given is tried) for tried in present),
            sum(number for (first, second), number in counts.items() if first == given and second),
        )
        for given in present
    )
    return Table(tuple(outcome.label for outcome in present), rows)


def rules_of(trial: Trial) -> tuple[tuple[str, int], ...]:
    """The rules in cause where the answer differs, the most frequent first."""
    found: Counter[str] = Counter()
    rows = differing(trial).values_list("reasons", flat=True)[:READ_AT_MOST]
    for reasons in rows.iterator(chunk_size=1000):
        found.update({code.partition(":")[2] for code in reasons})
    words = reason_words(found, trial.policy.territory)
    return tuple((words[code], number) for code, number in found.most_common(SHOWN))


def differences_of(trial: Trial, user: User) -> tuple[Difference, ...]:
    """The last ones; invented people for whoever may not read names there."""
    visible = Decision.objects.visible_to(user).order_by().values("pk")
    related = ("decision__usager", "decision__occurrence__action__organisation__territory")
    rows = list(differing(trial).filter(decision__in=visible).select_related(*related)[:SHOWN])
    named = Decision.objects.visible_to(user, Activity.VIEW_PEOPLE).filter(pk__in=[row.decision_id for row in rows])
    readable = set(named.order_by().values_list("pk", flat=True))
    words = reason_words({row.headline for row in rows}, trial.policy.territory)
    invented = invented_names()
    return tuple(
        Difference(
            who=str(row.decision.usager) if row.decision_id in readable else next(invented),
            decision=row.decision,
            is_named=row.decision_id in readable,
            answer=row.decision.get_outcome_display(),
            tried=row.get_outcome_display(),
            reason=words[row.headline],
        )
        for row in rows
    )
