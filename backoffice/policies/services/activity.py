"""How many requests each rule touched in six months, told beside the rule. Booking counts each day once; here the days are summed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Sum

from backoffice.console.base.wording import count
from backoffice.policies.models import CountedDay, RuleDay

if TYPE_CHECKING:
    from datetime import date, datetime

    from backoffice.policies.models import Policy

WINDOW = timedelta(days=183)


@dataclass(frozen=True)
class Uses:
    """The sums of a policy: rule → (requests, overrides); all its requests; the last day that is counted (None: no day yet)."""

    by_rule: dict[str, tuple[int, int]]
    requests: int
    published: frozenset[str]
    until: date | None

    def sentence(self, rule: str) -> str:
        """« A concerné 132 demandes sur 900 en six mois, dont 9 dérogations (compté jusqu’au 22/11/2026). »"""
        if rule not in self.published and rule not in self.by_rule:
            return "Jamais publiée : elle n’a encore concerné aucune demande."
        if self.until is None:
            return "Les demandes qu’elle concerne ne sont pas encore comptées : le décompte se fait une fois par jour."
        touched, lifted = self.by_rule.get(rule, (0, 0))
        over = f", dont {count(lifted, 'dérogation')}" if lifted else ""
        told = (
            f"A concerné {count(touched, 'demande')} sur {self.requests}" if touched else "N’a concerné aucune demande"
        )
        return f"{told} en six mois{over} (compté jusqu’au {self.until:%d/%m/%Y})."


def uses_of(policy: Policy, now: datetime) -> Uses:
    """Three statements, whatever the number of rules."""
    rows = RuleDay.objects.filter(policy=policy, day__gte=now.date() - WINDOW).order_by().values_list("rule")
    sums = {rule: (touched, lifted) for rule, touched, lifted in rows.annotate(Sum("touched"), Sum("lifted"))}
    decides = policy.revisions.effective(now).last()
    return Uses(
        by_rule={rule: pair for rule, pair in sums.items() if rule},
        requests=sums.get("", (0, 0))[0],
        published=frozenset(rule.code for rule in decides.content.rules) if decides else frozenset(),
        until=CountedDay.objects.aggregate(last=Max("day"))["last"],
    )
