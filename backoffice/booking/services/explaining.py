"""A stored decision told in French: the only door between the screens and the evaluator's explanations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config_rules import Decision as Verdict
from config_rules import Mark, Voice, explain
from config_rules.explain import SentenceKind

if TYPE_CHECKING:
    from backoffice.booking.models import Decision

MARKS = {Mark.TRUE: "oui", Mark.FALSE: "non", Mark.UNKNOWN: "inconnu", Mark.SKIPPED: "sans objet"}


@dataclass(frozen=True)
class Step:
    """One question that the rules asked, with its answer in a word."""

    text: str
    mark: str
    depth: int


@dataclass(frozen=True)
class Telling:
    """The answer, its reasons, and every question asked on the way."""

    answer: str
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]


def explanation(decision: Decision, voice: Voice = Voice.AGENT) -> Telling:
    """A decision of the past, in the words of today's screens."""
    return told(decision.verdict, voice)


def told(verdict: Verdict, voice: Voice = Voice.AGENT) -> Telling:
    words = explain(verdict, voice)
    answer = " ".join(sentence.text for sentence in words.of_kind(SentenceKind.ANSWER))
    reasons = tuple(sentence.text for sentence in words.of_kind(SentenceKind.REASON))
    steps = tuple(
        Step(sentence.text, MARKS.get(sentence.mark, ""), sentence.depth)
        for sentence in words.of_kind(SentenceKind.STEP)
    )
    return Telling(answer, reasons, steps)
