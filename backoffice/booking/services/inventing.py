"""A real decision made into a scenario of a policy: the facts that its rules look at, no name, nothing sensitive, nothing else of the person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.policies.models import Policy, Scenario
from backoffice.policies.services.trying import ORDINARY, answers_to, facts_needed, invented_facts
from backoffice.policies.services.wording import Names
from config_rules import facts_to_json
from config_rules.explain.wording import value_words

if TYPE_CHECKING:
    from backoffice.booking.models import Decision
    from backoffice.directory.models import User
    from backoffice.policies.services.trying import Answer
    from config_rules import Decision as Verdict
    from config_rules import Fact

MADE_ON = "request.made_on"


@dataclass(frozen=True)
class Invented:
    """What would be kept, in sentences, and what the policy alone answers to it."""

    scenario: Scenario
    lines: tuple[str, ...]
    left_out: int
    answer: Answer

    @property
    def is_complete(self) -> bool:
        """The policy answers: nothing that its rules look at is missing."""
        return bool(self.answer.outcome)


def policies_for(decision: Decision, user: User) -> list[Policy]:
    """The policies that a scenario may join: those that answered, then those that serve the motif today."""
    cited = [level["revision"] for level in decision.policy if level.get("revision")]
    rows = Policy.objects.visible_to(user).filter(territory=decision.occurrence.territory, is_archived=False)
    answered = list(rows.filter(revisions__in=cited).distinct().order_by("pk"))
    serving = rows.filter(motifs=decision.occurrence.action.motif_id).order_by("pk")
    return list(dict.fromkeys([*answered, *serving]))


def invented_from(decision: Decision, policy: Policy) -> Invented:
    """The scenario, not saved. Facts that the rules do not look at become ordinary; a sensitive one becomes unknown."""
    verdict = decision.verdict
    looked_at = {fact.code: fact for fact in facts_needed(policy)}
    kept = {code: verdict.facts[code] for code in (*looked_at, *ORDINARY, MADE_ON) if code in verdict.facts}
    hidden = {code for code in kept if code in verdict.sensitive}
    typed: dict[str, Any] = {**json.loads(facts_to_json(kept)), **dict.fromkeys(hidden)}
    typed.setdefault(MADE_ON, {"date": timezone.localdate(decision.decided_at, policy.territory.zone).isoformat()})
    facts = invented_facts(policy, typed)
    answers = answers_to(policy, facts)
    answer = answers.published or answers.draft
    scenario = Scenario(
        name=f"D’après une demande : {decision.get_outcome_display().lower()}",
        facts=facts,
        expected_outcome=answer.outcome,
        expected_reasons=list(answer.codes),
    )
    return Invented(scenario, lines_of(verdict, policy, looked_at, hidden), len(verdict.facts) - len(kept), answer)


def lines_of(verdict: Verdict, policy: Policy, looked_at: dict[str, Fact], hidden: set[str]) -> tuple[str, ...]:
    """« L’âge le jour de la séance : 46 ans », for what the rules look at."""
    names = Names(policy.territory)
    known = {code: fact for code, fact in looked_at.items() if code in verdict.facts}
    values = {
        code: "retiré (information sensible)" if code in hidden else value_words(fact, verdict.facts[code])
        for code, fact in known.items()
    }
    return tuple(names(f"{fact.label.capitalize()} : {values[code]}") for code, fact in known.items())
