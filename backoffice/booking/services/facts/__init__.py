"""Facts for the evaluator: stored data only, read under the lock, and only those that the compiled policy needs.

The number of statements is bounded by the sources (each read once, when a fact asks for it), never by the number of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.services.facts.catalogue import FACTS, WITHIN_PARAMETERS
from backoffice.booking.services.facts.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FACTS", "WITHIN_PARAMETERS", "Sources", "gather"]


def gather(sources: Sources, needed: Iterable[str]) -> dict[str, Any]:
    """The facts that a compiled policy needs, and no other."""
    return {name: FACTS[name](sources) for name in needed}
