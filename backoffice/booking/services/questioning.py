"""« Pourquoi ? », beside the telling of a decision: whose rules, what today's rules would say, which séances would accept, the printed sheet.

Reads only, and never for somebody who does not read the file: the view asks first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import LIVE, DecisionKind, OutcomeLabel
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.backtesting.files import Files
from backoffice.booking.services.backtesting.past import COLUMNS, Memory, Row
from backoffice.booking.services.backtesting.telling import reason_words
from backoffice.booking.services.deciding import Request, decide, live_state_of
from backoffice.booking.services.explaining import Telling, told
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.policies import parameters_in_force, policy_of
from backoffice.booking.services.replay import replay
from backoffice.policies.models import PolicyRevision
from backoffice.policies.services.in_force import LevelInForce, compiled_levels
from backoffice.policies.services.wording import OFFERED, Names
from config_rules import BUILT_IN_PARAMETERS, FactError, Voice, evaluate
from config_rules.compiler.seating import AWAITED_FACT, QUOTA_FACT
from config_rules.explain.staff import ORIGIN_WORDS
from config_rules.explain.statement import Statement, statement
from config_rules.explain.wording import parameter_words

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.booking.values import Actor
    from backoffice.directory.models import User

NEXT_SEANCES = 5
SOURCES = {
    "person": "fiche de la personne",
    "history": "inscriptions enregistrées",
    "answers": "réponses données pour cette inscription",
    "occurrence": "séance",
    "action": "action collective",
    "actor": "compte qui a fait la demande",
    "request": "demande",
}


@dataclass(frozen=True)
class RuleSource:
    """Who wrote the rules that decided. `policy_id` when the reader sees that policy."""

    revision: PolicyRevision
    policy_id: int | None


@dataclass(frozen=True)
class Again:
    """The same facts under today's rules. `telling` is None when an information that they look at was not noted: `missing` says which."""

    telling: Telling | None
    is_same: bool
    missing: str = ""


@dataclass(frozen=True)
class Other:
    """A next séance, and what it would answer now."""

    occurrence: Occurrence
    answer: str
    is_open: bool


def rule_sources(decision: Decision, user: User) -> list[RuleSource]:
    """The revisions that the decision cites, the most general first."""
    keys = [level["revision"] for level in decision.policy if level.get("revision")]
    rows = {
        row.pk: row for row in PolicyRevision.objects.filter(pk__in=keys).select_related("policy", "author", "reviewer")
    }
    seen = set(PolicyRevision.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [RuleSource(rows[key], rows[key].policy_id if key in seen else None) for key in keys]


def under_todays_rules(decision: Decision, now: datetime, *, voice: Voice, shows_sensitive: bool) -> Again:
    """What the rules in force now answer to the facts that were noted, with the seats of that instant."""
    occurrence = Occurrence.objects.select_related(*LOADED).get(pk=decision.occurrence_id)
    levels = policy_of(occurrence, now)
    policy = compiled_levels(levels)
    row = Row(*Decision.objects.values_list(*COLUMNS).get(pk=decision.pk))
    facts = Memory(occurrence, policy, policy, Files([row.usager])).facts(row)
    try:
        verdict = evaluate(policy, seats_as_noted(decision) | facts)
    except FactError as error:
        label = policy.vocabulary[error.fact].label if error.fact in policy.vocabulary else "une information"
        return Again(None, is_same=False, missing=label)
    telling = told(verdict, [level.as_json() for level in levels], voice=voice, shows_sensitive=shows_sensitive)
    return Again(telling, is_same=verdict.outcome.value == decision.outcome)


def seats_as_noted(decision: Decision) -> dict[str, Any]:
    """The seats of that instant, shared by quota or not."""
    stored = decision.verdict.facts
    default = {QUOTA_FACT: "occurrence.seats_left", AWAITED_FACT: "occurrence.waiting_count"}
    known = {code: stored.get(code, stored.get(other)) for code, other in default.items()}
    return {code: value for code, value in known.items() if value is not None}


def agrees_with_itself(decision: Decision) -> bool:
    """The stored answer, evaluated again with its own rules and facts, is the same."""
    return replay(decision=decision)


def other_seances(decision: Decision, actor: Actor, now: datetime) -> list[Other]:
    """What the next séances of the same motif would answer to the same person now, without writing anything."""
    action = decision.occurrence.action
    rows = Occurrence.objects.filter(action__motif=action.motif_id, action__organisation=action.organisation_id)
    coming = rows.exclude(pk=decision.occurrence_id).bookable(now).filter(counters__isnull=False)
    seances = list(coming.select_related(*LOADED).order_by("starts_at", "pk")[:NEXT_SEANCES])
    live = Participation.objects.filter(occurrence__in=seances, usager=decision.usager_id, state__in=LIVE).order_by()
    states = {row.occurrence_id: row for row in live}
    return [other(decision, seance, states.get(seance.pk), actor, now) for seance in seances]


def other(decision: Decision, seance: Occurrence, live: Participation | None, actor: Actor, now: datetime) -> Other:
    asked = Request(
        DecisionKind.BOOK, seance, decision.usager, actor, now, live_state=live_state_of(live), is_preview=True
    )
    outcome = OutcomeLabel(decide(asked).verdict.outcome.value)
    is_open = outcome in (OutcomeLabel.ACCEPT, OutcomeLabel.WARN)
    return Other(seance, "Une place est possible" if is_open else outcome.label, is_open)


def printed_sheet(decision: Decision) -> Statement:
    """The four items of article R.311-3-1-2 of the CRPA, with the names of the territory."""
    policy = compiled_levels(tuple(LevelInForce.from_json(level) for level in decision.policy))
    verdict = decision.verdict
    sources = {code: SOURCES[code.partition(".")[0]] for code in verdict.facts if code.partition(".")[0] in SOURCES}
    found = statement(verdict, policy, sources)
    names = Names(decision.occurrence.territory)
    return Statement(**{part: tuple(map(names, getattr(found, part))) for part in Statement.__slots__})


@dataclass(frozen=True)
class Headline:
    """One answer of a séance, with its motive and how many requests received it."""

    answer: str
    outcome: str
    words: str
    number: int


def headlines_of(occurrence: Occurrence) -> list[Headline]:
    """« Refusée, pour telle raison : 12 demandes », the most frequent first."""
    rows = Decision.objects.filter(occurrence=occurrence).exclude(kind=DecisionKind.PROMOTE).order_by()
    counts = list(rows.values_list("outcome", "headline").annotate(Count("pk")))
    words = reason_words({code for _outcome, code, _number in counts}, occurrence.territory)
    found = [Headline(OutcomeLabel(outcome).label, outcome, words[code], number) for outcome, code, number in counts]
    return sorted(found, key=lambda line: (-line.number, line.answer, line.words))


def settings_of(occurrence: Occurrence, now: datetime) -> list[str]:
    """What the rules set for this séance, and where each setting comes from; what is by default is left out."""
    parameters, names = parameters_in_force(occurrence, now), Names(occurrence.territory)
    shown = [(code, parameters[code]) for code in OFFERED if parameters[code].origin != "default"]
    return [
        f"{BUILT_IN_PARAMETERS[code].label.capitalize()} : {names(parameter_words(BUILT_IN_PARAMETERS[code], effective.value))} "
        f"({ORIGIN_WORDS.get(effective.origin, 'règle')})"
        for code, effective in shown
    ]
