"""Faults of parameters: unknown codes, values outside their declaration.

Responsible for RG-E010 to RG-E019.  Refuses nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from config_rules.rules.document import Level
from config_rules.rules.finding import Finding
from config_rules.rules.validity.faults import fault
from config_rules.vocabulary import BUILT_IN_PARAMETERS


def parameter_faults(level: Level) -> Iterator[Finding]:
    """Each unknown code, then each value that its declaration forbids."""
    document = level.document
    for code in sorted(document.parameters.keys() | document.imposed):
        if code not in BUILT_IN_PARAMETERS:
            yield fault("RG-E010", f"Le réglage « {code} » n’existe pas.", "Le retirer.", level.name, parameter=code)
    for code, value in document.parameters.items():
        parameter = BUILT_IN_PARAMETERS.get(code)
        found = parameter.fault(value) if parameter else ""
        if parameter and found:
            sentence = f"Réglage « {parameter.label} » : {found}."
            yield fault("RG-E011", sentence, "Corriger la valeur.", level.name, parameter=code)
