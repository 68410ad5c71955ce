"""Is a document well formed?  Types, bounds, lists, references, limits: every fault at once.

Responsible for the first light before publication (codes RG-E001 to RG-E099, all blocking).
Refuses to judge whether rules make sense together: that is `findings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config_rules.rules.document import Level, LevelName, PolicyDocument
from config_rules.rules.finding import Finding, Severity
from config_rules.vocabulary import BUILT_IN_PARAMETERS, Vocabulary


def check_levels(levels: Sequence[Level], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Every fault of these documents; an empty answer means that they compile."""
    return tuple(finding for level in levels for finding in (*_level_faults(level, levels), *_parameter_faults(level)))


def _fault(code: str, sentence: str, remedy: str, level: str, parameter: str = "") -> Finding:
    return Finding(
        code=code,
        severity=Severity.BLOCKING,
        sentence=sentence,
        remedy=remedy,
        level=level,
        parameter=parameter,
    )


def _level_faults(level: Level, levels: Sequence[Level]) -> Iterator[Finding]:
    if level.name not in tuple(LevelName):
        yield _fault(
            "RG-E001",
            f"Le niveau « {level.name} » n’existe pas.",
            "Utiliser territory, motif ou action.",
            level.name,
        )
    if sum(other.name == level.name for other in levels) > 1:
        yield _fault(
            "RG-E002",
            f"Deux politiques portent le niveau « {level.name} ».",
            "N’en garder qu’une.",
            level.name,
        )


def _parameter_faults(level: Level) -> Iterator[Finding]:
    document: PolicyDocument = level.document
    for code in sorted(document.parameters.keys() | document.imposed):
        if code not in BUILT_IN_PARAMETERS:
            yield _fault("RG-E010", f"Le réglage « {code} » n’existe pas.", "Le retirer.", level.name, code)
    for code, value in document.parameters.items():
        parameter = BUILT_IN_PARAMETERS.get(code)
        fault = parameter.fault(value) if parameter else ""
        if parameter and fault:
            sentence = f"Réglage « {parameter.label} » : {fault}."
            yield _fault("RG-E011", sentence, "Corriger la valeur.", level.name, code)
