"""Facts for the evaluator: stored data only, read under the lock, and only those that the compiled policy needs.

The number of statements is bounded by the sources (each read once, when a fact asks for it), never by the number of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.services.facts.catalogue import FACTS, WITHIN_PARAMETERS
from backoffice.booking.services.facts.custom import custom_fact
from backoffice.booking.services.facts.sources import Sources
from backoffice.policies.services.custom_facts import is_custom

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config_rules import Vocabulary

__all__ = ["FACTS", "WITHIN_PARAMETERS", "Sources", "gather"]


def gather(sources: Sources, needed: Iterable[str], words: Vocabulary) -> dict[str, Any]:
    """The facts that a compiled policy needs, and no other. `words` is its vocabulary: it says the type of each custom field."""
    return {name: custom_fact(sources, words[name]) if is_custom(name) else FACTS[name](sources) for name in needed}
