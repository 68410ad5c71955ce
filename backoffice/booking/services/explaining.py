"""A decision told in French: the only door between the screens and the evaluator's explanations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backoffice.policies.services.in_force import LevelInForce, compiled_levels
from config_rules import CodecError, Mark, Outcome, Vocabulary, Voice, explain
from config_rules import Decision as Verdict
from config_rules.explain import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.booking.models import Decision
    from config_rules import CompiledPolicy

ALREADY_THERE = frozenset({"integrity.enrolled", "integrity.on_the_way"})
ASK_THE_HOST = "Cette inscription n’est pas possible. Appelez l’organisation qui accueille."
NOT_YOUR_FILE = "Les raisons tiennent à la fiche de la personne, suivie par une autre organisation."
# After a return to a former release, what the later one decided meanwhile is kept, valid, and not understood.
FROM_A_LATER_RELEASE = "Cette réponse a été écrite par une version plus récente du logiciel : elle ne peut pas être expliquée ici. Elle est valable."
MARKS = {Mark.TRUE: "oui", Mark.FALSE: "non", Mark.UNKNOWN: "inconnu", Mark.SKIPPED: "sans objet"}
SIGNS = {"oui": "✔", "non": "✗", "inconnu": "?", "sans objet": "–"}


@dataclass(frozen=True)
class Step:
    """One question that the rules asked, with its answer in a word; its conditions are one level deeper."""

    text: str
    mark: str
    depth: int
    is_decisive: bool

    @property
    def sign(self) -> str:
        """The mark at a glance; the word stays for those who listen."""
        return SIGNS.get(self.mark, "")


@dataclass(frozen=True)
class Telling:
    """The answer, its reasons, what would change it, every question asked on the way, and the settings that applied."""

    answer: str
    reasons: tuple[str, ...]
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    settings: tuple[str, ...]


def explanation(decision: Decision, *, in_full: bool = False, shows_sensitive: bool = False) -> Telling:
    """A stored decision, for an agent; `in_full` for those who read the journal: every rule, every setting."""
    voice = Voice.REFERENTE if in_full else Voice.AGENT
    try:
        return told(decision.verdict, decision.policy, voice=voice, shows_sensitive=shows_sensitive)
    except CodecError:
        return Telling(FROM_A_LATER_RELEASE, (), (), (), ())


def named(telling: Telling, names: Callable[[str], str]) -> Telling:
    """The same, with the names of the territory where sentences have codes."""
    steps = tuple(replace(step, text=names(step.text)) for step in telling.steps)
    reasons, needs, settings = (tuple(map(names, part)) for part in (telling.reasons, telling.needs, telling.settings))
    return Telling(telling.answer, reasons, needs, steps, settings)


def said_to_the_person(decision: Decision) -> tuple[str, ...]:
    """What she may be told, word for word: one reason that she may know, what happens next, that the answer is automatic. Nothing of others."""
    policy = compiled_levels(tuple(LevelInForce.from_json(level) for level in decision.policy))
    verdict = decision.verdict
    return tuple(sentence.text for sentence in explain(verdict, Voice.USAGER, policy).sentences)


def told_to_prescriber(verdict: Verdict, levels: Sequence[dict[str, Any]]) -> Telling:
    """What the person herself would be told. That she already has a place there is not for another organisation to learn."""
    if verdict.headline.code in ALREADY_THERE:
        return Telling(ASK_THE_HOST, (ASK_THE_HOST,), (), (), ())
    return told(verdict, levels, voice=Voice.USAGER)


def told_without_file(decision: Decision) -> Telling:
    """The answer alone: its reasons may quote a file that the reader does not read."""
    return Telling(told(decision.verdict, decision.policy).answer, (NOT_YOUR_FILE,), (), (), ())


def told(
    verdict: Verdict, levels: Sequence[dict[str, Any]], *, voice: Voice = Voice.AGENT, shows_sensitive: bool = False
) -> Telling:
    """`levels` are the documents that decided, as they are stored with the decision. What a sensitive information answered is left out for
    who may not read it."""
    policy = compiled_levels(tuple(LevelInForce.from_json(level) for level in levels))
    hidden = frozenset() if shows_sensitive else frozenset(verdict.sensitive)
    policy = without(policy, hidden) if hidden else policy
    words = explain(verdict, voice, policy)

    def texts(kind: SentenceKind) -> tuple[str, ...]:
        return tuple(sentence.text for sentence in words.of_kind(kind))

    steps = tuple(
        Step(sentence.text, MARKS.get(sentence.mark, "") if sentence.mark else "", sentence.depth, sentence.decisive)
        for sentence in words.sentences
        if sentence.kind in (SentenceKind.STEP, SentenceKind.CONDITION) and sentence.code not in hidden
    )
    asked = asked_words(verdict, policy) if verdict.outcome is Outcome.ASK else ()
    return Telling(
        answer=" ".join(texts(SentenceKind.ANSWER)),
        reasons=(*texts(SentenceKind.REASON), *asked),
        needs=texts(SentenceKind.NEED),
        steps=steps,
        settings=texts(SentenceKind.SETTING),
    )


def without(policy: CompiledPolicy, hidden: frozenset[str]) -> CompiledPolicy:
    """The same policy, whose words quote these facts to nobody."""
    facts = (replace(fact, voices=frozenset()) if fact.code in hidden else fact for fact in policy.vocabulary)
    return replace(policy, vocabulary=Vocabulary(facts))


def asked_words(verdict: Verdict, policy: CompiledPolicy) -> tuple[str, ...]:
    """Which information is missing: « Information à demander : la réponse à « Niveau de français ». »"""
    labels = [policy.vocabulary[code].label for code in verdict.asks]
    return (f"Information à demander : {', '.join(labels)}.",) if labels else ()
