"""`explain(decision, voice)`: an answer, its reasons, what happens next, and the steps.

Responsible for choosing what each voice may hear.  Refuses to give the usager more than one reason,
and always adds the sentence that an automatic answer owes (article L.311-3-1 of the CRPA).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from config_rules.decisions import BUILT_IN_LEVEL, Decision, Mark, Outcome, Reason
from config_rules.explain.built_in import public_sentence, staff_sentence, step_sentence
from config_rules.explain.numbers import count, ordinal
from config_rules.vocabulary import Voice

NOTICE = (
    "Réponse calculée automatiquement selon les règles d’inscription ; "
    "vous pouvez les consulter et demander un nouvel examen à un agent."
)


class SentenceKind(StrEnum):
    """What a sentence is for."""

    ANSWER = "answer"
    REASON = "reason"
    NEXT = "next"
    STEP = "step"
    NEED = "need"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `mark` is ✔, ✗ or ? for a step, `depth` its place in the tree."""

    kind: SentenceKind
    text: str
    code: str = ""
    mark: Mark | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision told to somebody."""

    voice: Voice
    outcome: Outcome
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """Everything on one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)

    def of_kind(self, kind: SentenceKind) -> tuple[Sentence, ...]:
        """The sentences of one kind, in order."""
        return tuple(sentence for sentence in self.sentences if sentence.kind is kind)


_USAGER_ANSWERS = {
    Outcome.ACCEPT: "Votre inscription est enregistrée.",
    Outcome.WARN: "Votre inscription est enregistrée.",
    Outcome.APPROVAL: "Votre demande est transmise à un agent, qui vous répondra.",
    Outcome.ASK: "Il manque un renseignement pour vous répondre.",
    Outcome.REFUSE: "Votre inscription n’est pas possible.",
}
_STAFF_ANSWERS = {
    Outcome.ACCEPT: "Inscription possible.",
    Outcome.WARN: "Inscription possible, avec un avertissement.",
    Outcome.WAITLIST: "Liste d’attente.",
    Outcome.APPROVAL: "À valider par un agent.",
    Outcome.ASK: "Un renseignement est à demander.",
    Outcome.REFUSE: "Refus.",
}


def explain(decision: Decision, voice: Voice | str) -> Explanation:
    """The decision told to a usager, an agent or a référente."""
    listener = Voice(voice)
    teller = _tell_usager if listener is Voice.USAGER else _tell_staff
    return Explanation(listener, decision.outcome, tuple(teller(decision)))


def _tell_usager(decision: Decision) -> Iterator[Sentence]:
    yield Sentence(SentenceKind.ANSWER, _usager_answer(decision))
    headline = decision.headline
    if headline.outcome is not Outcome.ACCEPT:
        yield Sentence(SentenceKind.REASON, headline.public_message or public_sentence(headline), headline.code)
    yield from (Sentence(SentenceKind.NEXT, text) for text in _next(decision))
    yield Sentence(SentenceKind.NOTICE, NOTICE)


def _usager_answer(decision: Decision) -> str:
    if decision.outcome is not Outcome.WAITLIST:
        return _USAGER_ANSWERS[decision.outcome]
    if decision.parameter("waitlist.order") != "arrival" or decision.facts["request.kind"] != "book":
        return "Vous êtes sur la liste d’attente."
    position = int(str(decision.facts["occurrence.waiting_count"])) + 1
    return f"Vous êtes sur la liste d’attente, en {ordinal(position)} position."


def _next(decision: Decision) -> Iterator[str]:
    if decision.outcome is Outcome.WAITLIST and decision.parameter("waitlist.mode") == "automatic":
        yield _offer_sentence(int(str(decision.parameter("waitlist.offer_hours"))))
    elif decision.outcome is Outcome.WAITLIST:
        yield "Si une place se libère, un agent prendra contact avec vous."
    elif decision.outcome is Outcome.REFUSE:
        yield "Vous pouvez choisir une autre séance."


def _offer_sentence(hours: int) -> str:
    """0 hour: the seat is given at once, nothing is asked."""
    if hours == 0:
        return "Si une place se libère et que votre tour vient, elle est à vous : nous vous préviendrons."
    delay = count(hours, "heure", "heures")
    return f"Si une place se libère, vous serez prévenue ou prévenu et vous aurez {delay} pour répondre."


def _tell_staff(decision: Decision) -> Iterator[Sentence]:
    yield Sentence(SentenceKind.ANSWER, _STAFF_ANSWERS[decision.outcome])
    for reason in decision.reasons:
        yield Sentence(SentenceKind.REASON, _staff_reason(reason), reason.code)
    for step in decision.trace:
        yield Sentence(SentenceKind.STEP, step_sentence(step, decision), step.code, step.mark)


def _staff_reason(reason: Reason) -> str:
    if reason.level == BUILT_IN_LEVEL:
        return staff_sentence(reason)
    return reason.agent_message or reason.public_message or staff_sentence(reason)
