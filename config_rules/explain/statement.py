"""The four items that a person may demand about an algorithmic decision (article R.311-3-1-2 of the CRPA).

Responsible for degree of automation, data and sources, parameters and weights, operations.  Refuses to
leave anything out that counted: the person asks about herself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Decision
from config_rules.explain.numbers import count, sentence
from config_rules.explain.sentences import SentenceKind
from config_rules.explain.staff import tell_staff
from config_rules.explain.wording import value_words
from config_rules.vocabulary import Voice

MARK_WORDS = {"1": "vrai", "0": "faux", "?": "inconnu", "-": "sans objet"}
_AUTOMATIC = "La réponse a été calculée automatiquement, sans intervention d’un agent."
_ASSISTED = "La réponse a été calculée automatiquement, puis confirmée par la personne qui a fait la demande pour vous."
_LIFTED = "Une règle a été levée par dérogation, avec un motif écrit."


@dataclass(frozen=True, slots=True)
class Statement:
    """One list of sentences per item of the article."""

    degree: tuple[str, ...]
    data: tuple[str, ...]
    parameters: tuple[str, ...]
    operations: tuple[str, ...]


def statement(decision: Decision, policy: CompiledPolicy, sources: Mapping[str, str] | None = None) -> Statement:
    """The four items.  `sources` says where each fact comes from (« dossier de la personne »)."""
    return Statement(
        degree=tuple(_degree(decision)),
        data=tuple(_data(decision, policy, sources or {})),
        parameters=tuple(_parameters(decision, policy)),
        operations=tuple(_operations(decision, policy)),
    )


def _degree(decision: Decision) -> Iterator[str]:
    yield _AUTOMATIC if decision.facts.get("actor.kind") == "usager" else _ASSISTED
    if any(reason.lifted for reason in decision.reasons):
        yield _LIFTED
    yield f"Version du calcul : {decision.evaluator}."


def _data(decision: Decision, policy: CompiledPolicy, sources: Mapping[str, str]) -> Iterator[str]:
    for code, value in decision.facts.items():
        fact = policy.vocabulary[code]
        source = f" (source : {sources[code]})" if code in sources else ""
        yield sentence(f"{fact.label} : {value_words(fact, value)}{source}")


def _parameters(decision: Decision, policy: CompiledPolicy) -> Iterator[str]:
    for stamp in decision.levels:
        yield f"Règles appliquées : {stamp.reference or stamp.name} (empreinte {stamp.hash[:12]})."
    yield f"Priorité : {count(decision.points, 'point', 'points')}."
    told = tell_staff(decision, Voice.REFERENTE, policy)
    yield from (found.text for found in told if found.kind is SentenceKind.SETTING and found.code)


def _operations(decision: Decision, policy: CompiledPolicy) -> Iterator[str]:
    for found in tell_staff(decision, Voice.REFERENTE, policy):
        if found.kind is SentenceKind.STEP:
            yield found.text
        elif found.kind is SentenceKind.CONDITION and found.mark is not None:
            yield sentence(f"{found.text} : {MARK_WORDS[found.mark]}")
