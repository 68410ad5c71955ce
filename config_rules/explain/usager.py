"""What a usager is told: one reason that she may know, what happens next, the notice.

Responsible for her voice.  Refuses figures about others beyond counts, sensitive facts, internal labels
and more than one reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import BUILT_IN_LEVEL, Decision, Outcome, Reason, Stage
from config_rules.explain.built_in import PUBLIC_SENTENCES, reasons_to_tell
from config_rules.explain.needs import needs
from config_rules.explain.numbers import count, ordinal, sentence
from config_rules.explain.sentences import Sentence, SentenceKind
from config_rules.vocabulary import Voice

NOTICE = (
    "Réponse calculée automatiquement selon les règles d’inscription ; "
    "vous pouvez les consulter et demander un nouvel examen à un agent."
)
"""The sentence that an automatic answer owes (article L.311-3-1 of the CRPA)."""

WITHOUT_MESSAGE = "Les conditions d’inscription ne sont pas remplies."
MISSING = "Il manque une information pour répondre."
ANOTHER_ACTION = "Un agent peut vous aider à trouver une autre action."
"""Said when nothing that she does would change the answer: another séance would answer the same."""
_ANSWERS = {
    Outcome.ACCEPT: "Votre inscription est enregistrée.",
    Outcome.WARN: "Votre inscription est enregistrée.",
    Outcome.APPROVAL: "Votre demande est transmise à un agent, qui vous répondra.",
    Outcome.ASK: "Il manque un renseignement pour vous répondre.",
    Outcome.REFUSE: "Votre inscription n’est pas possible.",
}


def tell_usager(decision: Decision, policy: CompiledPolicy | None) -> Iterator[Sentence]:
    """The sentences in order."""
    yield Sentence(SentenceKind.ANSWER, _answer(decision))
    reason = _reason_to_tell(decision)
    if reason is not None:
        yield Sentence(SentenceKind.REASON, public_sentence(reason), reason.code)
    advice = needs(decision, Voice.USAGER, policy)
    yield from (Sentence(SentenceKind.NEED, text) for text in advice)
    yield from (Sentence(SentenceKind.NEXT, text) for text in _next(decision, is_advised=bool(advice)))
    yield Sentence(SentenceKind.NOTICE, NOTICE)


def public_sentence(reason: Reason) -> str:
    """The référente's message, else ours, else a neutral sentence."""
    if reason.public_message:
        return sentence(reason.public_message)
    known = PUBLIC_SENTENCES.get(reason.code) if _is_ours(reason) else None
    return known or (MISSING if reason.outcome is Outcome.ASK else WITHOUT_MESSAGE)


def _is_ours(reason: Reason) -> bool:
    return reason.level == BUILT_IN_LEVEL or "." in reason.code or reason.stage is Stage.PLACEMENT


def _reason_to_tell(decision: Decision) -> Reason | None:
    """The headline, or the first reason of the same strength that has something to say."""
    if decision.outcome is Outcome.ACCEPT:
        return None
    strongest = [reason for reason in reasons_to_tell(decision) if reason.outcome is decision.outcome]
    spoken = (reason for reason in strongest if public_sentence(reason) != WITHOUT_MESSAGE)
    return next(spoken, decision.headline)


def _answer(decision: Decision) -> str:
    if decision.outcome is not Outcome.WAITLIST:
        return _ANSWERS[decision.outcome]
    if decision.parameter("waitlist.order") != "arrival" or decision.facts["request.kind"] != "book":
        return "Vous êtes sur la liste d’attente."
    position = int(str(decision.facts["occurrence.waiting_count"])) + 1
    return f"Vous êtes sur la liste d’attente, en {ordinal(position)} position."


def _next(decision: Decision, *, is_advised: bool) -> Iterator[str]:
    if decision.outcome is Outcome.WAITLIST and decision.parameter("waitlist.mode") == "automatic":
        yield _offer_sentence(int(str(decision.parameter("waitlist.offer_hours"))))
    elif decision.outcome is Outcome.WAITLIST:
        yield "Si une place se libère, un agent prendra contact avec vous."
    elif decision.outcome is Outcome.REFUSE and not is_advised and decision.headline.stage is not Stage.INTEGRITY:
        yield ANOTHER_ACTION


def _offer_sentence(hours: int) -> str:
    """0 hour: the seat is given at once, nothing is asked."""
    if hours == 0:
        return "Si une place se libère et que votre tour vient, elle est à vous : nous vous préviendrons."
    delay = count(hours, "heure", "heures")
    return f"Si une place se libère, vous serez prévenue ou prévenu et vous aurez {delay} pour répondre."
