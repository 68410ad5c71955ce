"""Is a document well formed?  Types, bounds, lists, references, limits: every fault at once.

Responsible for the first light before publication (codes RG-E001 to RG-E099, all blocking).
Refuses to judge whether rules make sense together: that is `findings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config_rules.rules.document import Level, LevelName, declared
from config_rules.rules.finding import Finding
from config_rules.rules.validity.faults import fault
from config_rules.rules.validity.parameters import parameter_faults
from config_rules.rules.validity.rules import rules_faults
from config_rules.vocabulary import Vocabulary

__all__ = ["check_levels"]


def check_levels(levels: Sequence[Level], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Every fault of these documents; an empty answer means that they compile."""
    words = declared(vocabulary, *(level.document for level in levels))
    return tuple(finding for level in levels for finding in _faults(level, levels, words))


def _faults(level: Level, levels: Sequence[Level], vocabulary: Vocabulary) -> Iterator[Finding]:
    yield from _level_faults(level, levels)
    yield from parameter_faults(level)
    yield from rules_faults(level, vocabulary)


def _level_faults(level: Level, levels: Sequence[Level]) -> Iterator[Finding]:
    if level.name not in tuple(LevelName):
        names = ", ".join(LevelName)
        yield fault("RG-E001", f"Le niveau « {level.name} » n’existe pas.", f"Utiliser {names}.", level.name)
    if sum(other.name == level.name for other in levels) > 1:
        yield fault(
            "RG-E002", f"Deux politiques portent le niveau « {level.name} ».", "N’en garder qu’une.", level.name
        )
