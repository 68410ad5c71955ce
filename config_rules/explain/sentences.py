"""The shape of an explanation.

Responsible for values only: kind, text, mark, depth.  Refuses HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from config_rules.decisions import Mark, Outcome
from config_rules.vocabulary import Voice


class SentenceKind(StrEnum):
    """What a sentence is for."""

    ANSWER = "answer"
    REASON = "reason"
    NEXT = "next"
    STEP = "step"
    CONDITION = "condition"
    NEED = "need"
    SETTING = "setting"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.  `mark` is the truth of a step or condition; `decisive` says that it counted."""

    kind: SentenceKind
    text: str
    code: str = ""
    mark: Mark | None = None
    depth: int = 0
    decisive: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision told to somebody."""

    voice: Voice
    outcome: Outcome
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """Everything in one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)

    def of_kind(self, kind: SentenceKind) -> tuple[Sentence, ...]:
        """The sentences of one kind, in order."""
        return tuple(sentence for sentence in self.sentences if sentence.kind is kind)
