"""What agents and référentes are told: every reason, the conditions that counted, what would be needed.

Responsible for two voices: the agent sees what decided, the référente sees every rule ✔ ✗ ? and every
setting with its origin.  Refuses values that the declaration keeps from a voice.
"""

from __future__ import annotations

from collections.abc import Iterator

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Decision, Mark, Outcome, Reason, Stage, TraceStep
from config_rules.explain.built_in import FIGURES, STAFF_SENTENCES, STEP_ANSWERS, reasons_to_tell
from config_rules.explain.needs import needs
from config_rules.explain.numbers import count, sentence
from config_rules.explain.sentences import Sentence, SentenceKind
from config_rules.explain.tree import MarkedCondition, MarkedRow, marked_rows
from config_rules.explain.usager import public_sentence
from config_rules.explain.wording import OUTCOME_WORDS, condition_clause, parameter_clause, value_words
from config_rules.vocabulary import BUILT_IN_PARAMETERS, FactType, Voice

_ANSWERS = {
    Outcome.ACCEPT: "Inscription possible.",
    Outcome.WARN: "Inscription possible, avec un avertissement.",
    Outcome.WAITLIST: "Liste d’attente.",
    Outcome.APPROVAL: "À valider par un agent.",
    Outcome.ASK: "Un renseignement est à demander.",
    Outcome.REFUSE: "Refus.",
}
_TRUTHS = {
    Mark.TRUE: "s’applique",
    Mark.FALSE: "ne s’applique pas",
    Mark.UNKNOWN: "on ne sait pas si elle s’applique",
    Mark.SKIPPED: "n’est pas examinée",
}
ORIGIN_WORDS = {
    "default": "par défaut",
    "built-in": "toujours",
    "territory": "territoire",
    "motif": "motif",
    "action": "action",
}


def tell_staff(decision: Decision, voice: Voice, policy: CompiledPolicy | None) -> Iterator[Sentence]:
    """The sentences in order."""
    yield Sentence(SentenceKind.ANSWER, _ANSWERS[decision.outcome])
    for reason in reasons_to_tell(decision):
        yield Sentence(SentenceKind.REASON, staff_sentence(reason), reason.code)
    yield from _steps(decision, voice, policy)
    for advice in needs(decision, voice, policy):
        yield Sentence(SentenceKind.NEED, advice)
    if voice is Voice.REFERENTE:
        yield from _settings(decision)


def staff_sentence(reason: Reason) -> str:
    """The message for agents, else the public one, with what an override or an unknown fact did."""
    text = reason.agent_message or STAFF_SENTENCES.get(reason.code) or public_sentence(reason)
    remarks = [" (levée par dérogation)"] * reason.lifted + [" (un renseignement manque)"] * reason.unknown
    return sentence(text.rstrip(".") + "".join(remarks))


def _steps(decision: Decision, voice: Voice, policy: CompiledPolicy | None) -> Iterator[Sentence]:
    marked = {} if policy is None else {id(row.step): row for row in marked_rows(decision, policy)}
    for step in decision.trace:
        if voice is Voice.REFERENTE or step.outcome is not None or step.stage is Stage.PLACEMENT:
            row = marked.get(id(step))
            yield _step(step, decision, row)
            if row is not None and policy is not None:
                yield from _conditions(row, decision, voice, policy)


def _step(step: TraceStep, decision: Decision, row: MarkedRow | None) -> Sentence:
    text = _step_text(step, decision, row)
    return Sentence(SentenceKind.STEP, text, step.code, step.mark, decisive=step.outcome is not None)


def _step_text(step: TraceStep, decision: Decision, row: MarkedRow | None) -> str:
    writer = FIGURES.get(step.code)
    if writer:
        return writer(step.figures, decision)
    if step.code in STEP_ANSWERS:
        applies, does_not = STEP_ANSWERS[step.code]
        return sentence(applies if step.mark is Mark.TRUE else does_not)
    title = (row.row.rule.title if row else "") or step.code
    effect = f" : {OUTCOME_WORDS[step.outcome]}" if step.outcome else ""
    return sentence(f"Règle « {title} » {_TRUTHS[step.mark]}{effect}")


def _conditions(row: MarkedRow, decision: Decision, voice: Voice, policy: CompiledPolicy) -> Iterator[Sentence]:
    if row.step.code in STEP_ANSWERS:
        return
    shown = row.conditions if voice is Voice.REFERENTE else row.decisive
    for position, marked in enumerate(shown):
        new_card = position > 0 and shown[position - 1].card != marked.card
        text = ("ou bien : " if new_card else "") + _condition_text(marked, decision, voice, policy)
        yield Sentence(
            SentenceKind.CONDITION, text, marked.condition.fact, marked.mark, depth=1, decisive=marked.decisive
        )


def _condition_text(marked: MarkedCondition, decision: Decision, voice: Voice, policy: CompiledPolicy) -> str:
    fact = policy.vocabulary[marked.condition.fact]
    clause = condition_clause(marked.condition, policy.vocabulary)
    if fact.type is FactType.BOOLEAN and marked.mark is Mark.TRUE:
        return clause
    observed = value_words(fact, decision.facts[fact.code]) if fact.may_be_quoted_to(voice) else "non affiché"
    return f"{clause} (ici : {observed})"


def _settings(decision: Decision) -> Iterator[Sentence]:
    if decision.points:
        yield Sentence(SentenceKind.SETTING, f"Priorité : {count(decision.points, 'point', 'points')}.")
    for code, effective in decision.parameters.items():
        if effective.origin != "default":
            clause = parameter_clause(BUILT_IN_PARAMETERS[code], effective.value)
            origin = ORIGIN_WORDS.get(effective.origin) or f"règle {effective.origin.partition(':')[2]}"
            imposed = ", imposé" if effective.imposed else ""
            yield Sentence(SentenceKind.SETTING, sentence(f"{clause} ({origin}{imposed})"), code)
