"""Try a draft on an invented person: the draft's answer beside the one of the revision in force. Writes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.vocabulary import VOCABULARY
from backoffice.policies.services.wording import Names
from config_rules import ConfigRulesError, Level, LevelName, compile_policy, evaluate, explain, facts_from_json
from config_rules.decisions import Mark
from config_rules.explain.sentences import SentenceKind
from config_rules.rules import declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backoffice.policies.models import Policy
    from config_rules import CompiledPolicy, Fact, PolicyDocument
    from config_rules.explain.sentences import Sentence

# A séance like any other, and somebody who asks for one place in it; what the form does not ask.
ORDINARY: dict[str, Any] = {
    "actor.kind": "usager",
    "actor.may_overbook": False,
    "actor.may_override": False,
    "actor.is_invited": False,
    "request.kind": "book",
    "request.overbook": False,
    "request.override": False,
    "request.has_reason": False,
    "request.party_size": 1,
    "occurrence.state": "open",
    "occurrence.minutes_before_start": 20_160,
    "occurrence.days_before_start": 14,
    "occurrence.open_days_before_start": 10,
    "occurrence.seats": 12,
    "occurrence.seats_left": 3,
    "occurrence.quota_seats_left": 3,
    "occurrence.overbooked": 0,
    "occurrence.waiting_count": 0,
    "person.participation_state": "none",
    "history.counted_participations": 0,
}
SHOWN = (SentenceKind.REASON, SentenceKind.NEED)
MARKS = {Mark.TRUE: "✔", Mark.FALSE: "✗", Mark.UNKNOWN: "?", Mark.SKIPPED: "–"}


@dataclass(frozen=True)
class MarkedLine:
    """A rule or one of its conditions: ✔ it holds, ✗ it does not, ? nobody knows."""

    mark: str
    text: str
    depth: int


@dataclass(frozen=True)
class Answer:
    """What one document answers: the outcome, what it says in words, the codes of its reasons."""

    outcome: str
    title: str
    sentences: tuple[str, ...]
    codes: tuple[str, ...]
    rules: tuple[MarkedLine, ...] = ()


@dataclass(frozen=True)
class Answers:
    draft: Answer
    published: Answer | None


def compiled_alone(document: PolicyDocument) -> CompiledPolicy:
    return compile_policy([Level(name=LevelName.MOTIF, document=document, reference="essai")], vocabulary=VOCABULARY)


def facts_needed(policy: Policy) -> list[Fact]:
    """What the rules of the draft and of the revision in force look at, beside the ordinary facts."""
    documents = documents_of(policy)
    words = declared(vocabulary_of(policy.territory), *documents)
    codes = {code for document in documents for rule in document.rules for code in rule.facts}
    return [words[code] for code in sorted(codes) if code in words and code not in ORDINARY]


def documents_of(policy: Policy) -> list[PolicyDocument]:
    published = published_document(policy)
    return [draft_document(policy)] + ([published] if published else [])


def published_document(policy: Policy) -> PolicyDocument | None:
    revision = policy.revisions.effective(timezone.now()).last()
    return revision.content if revision else None


def invented_facts(policy: Policy, typed: dict[str, Any]) -> dict[str, Any]:
    """The ordinary facts, what was typed over them, and today as the day of the request; the evaluator's JSON."""
    today = timezone.localdate(timezone=policy.territory.zone).isoformat()
    return {**ORDINARY, "request.made_on": {"date": today}, **typed}


def answers_to(policy: Policy, facts: dict[str, Any]) -> Answers:
    """The two answers, side by side. A draft that does not hold says so instead of answering."""
    names = Names(policy.territory)
    published = published_document(policy)
    return Answers(
        answer_of(draft_document(policy), facts, names), answer_of(published, facts, names) if published else None
    )


def answer_of(document: PolicyDocument, facts: dict[str, Any], names: Names) -> Answer:
    try:
        policy = compiled_alone(document)
        decision = evaluate(policy, facts_from_json(json.dumps(facts)))
    except ConfigRulesError as error:
        return Answer("", "Pas de réponse", (str(error),), ())
    told = explain(decision, "referente", policy).sentences
    said = tuple(names(sentence.text) for sentence in told if sentence.kind in SHOWN)
    codes = tuple(reason.code for reason in decision.reasons)
    return Answer(decision.outcome.value, told[0].text, said, codes, tuple(rule_by_rule(told, document, names)))


def rule_by_rule(told: Iterable[Sentence], document: PolicyDocument, names: Names) -> Iterator[MarkedLine]:
    """Every rule of the document with its conditions, in order; the evaluator's own questions are left out."""
    own = {rule.code for rule in document.rules}
    is_own = False
    for sentence in told:
        if sentence.kind is SentenceKind.STEP:
            is_own = sentence.code in own
        if is_own and sentence.mark is not None and sentence.kind in (SentenceKind.STEP, SentenceKind.CONDITION):
            yield MarkedLine(MARKS[sentence.mark], names(sentence.text), sentence.depth)
