"""`explain(decision, voice)`: one entry for the three voices.

Responsible for dispatch.  Refuses to decide anything: it reads a decision.
"""

from __future__ import annotations

from collections.abc import Sequence

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Decision, Outcome
from config_rules.explain.sentences import Explanation, Sentence, SentenceKind
from config_rules.explain.staff import tell_staff
from config_rules.explain.usager import tell_usager
from config_rules.vocabulary import Voice

type OtherSeance = tuple[str, Decision]


def explain(
    decision: Decision,
    voice: Voice | str,
    policy: CompiledPolicy | None = None,
    *,
    other_seances: Sequence[OtherSeance] = (),
) -> Explanation:
    """The decision told to a usager, an agent or a référente.

    With the `policy` that decided, the conditions of its rules and what would be needed are told too.
    `other_seances` are the next séances with the decision that each would give: the first good one is
    advised.
    """
    listener = Voice(voice)
    teller = tell_usager(decision, policy) if listener is Voice.USAGER else tell_staff(decision, listener, policy)
    better = _better_seance(decision, other_seances)
    sentences = _with_advice(list(teller), better) if better else list(teller)
    return Explanation(listener, decision.outcome, tuple(sentences))


def _with_advice(sentences: list[Sentence], advice: str) -> list[Sentence]:
    """The advice goes before what closes an explanation."""
    closing = (SentenceKind.NEXT, SentenceKind.SETTING, SentenceKind.NOTICE)
    position = next((index for index, found in enumerate(sentences) if found.kind in closing), len(sentences))
    return [*sentences[:position], Sentence(SentenceKind.NEED, advice), *sentences[position:]]


def _better_seance(decision: Decision, others: Sequence[OtherSeance]) -> str:
    """The first of the next séances that would simply accept."""
    if decision.outcome.strength <= Outcome.WARN.strength:
        return ""
    accepted = (label for label, other in others if other.outcome in (Outcome.ACCEPT, Outcome.WARN))
    label = next(accepted, "")
    return f"Une place est possible dans une autre séance : {label}." if label else ""
