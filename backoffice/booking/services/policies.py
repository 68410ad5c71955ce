"""The policy in force for an occurrence, as the documents that the evaluator compiles. Compiled once per content and process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from config_rules import BUILT_IN_VOCABULARY, CompiledPolicy, Level, PolicyDocument, compile_policy

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence
    from backoffice.catalogue.models import Motif


def parameters_of(motif: Motif) -> dict[str, Any]:
    """What the motif says of waiting lists and overbooking, in the words of the evaluator."""
    return {
        "waitlist.mode": motif.waitlist_mode,
        "waitlist.max_length": motif.waitlist_max,
        "waitlist.offer_hours": 0,
        "overbooking.max_seats": motif.overbooking_max,
    }


def policy_of(occurrence: Occurrence) -> list[dict[str, Any]]:
    """The levels that apply, as plain JSON: kept in the decision so that it can be replayed for ever."""
    motif = occurrence.action.motif
    return [{"name": "motif", "reference": f"motif-{motif.pk}", "parameters": parameters_of(motif)}]


def compiled(levels: list[dict[str, Any]]) -> CompiledPolicy:
    return compiled_levels(
        tuple((level["name"], level["reference"], tuple(sorted(level["parameters"].items()))) for level in levels)
    )


@lru_cache(maxsize=1024)
def compiled_levels(levels: tuple[tuple[str, str, tuple[tuple[str, Any], ...]], ...]) -> CompiledPolicy:
    documents = [
        Level(name=name, document=PolicyDocument(parameters=dict(parameters), rules=()), reference=reference)
        for name, reference, parameters in levels
    ]
    return compile_policy(documents, vocabulary=BUILT_IN_VOCABULARY)
