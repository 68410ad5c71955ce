"""The one way to write a blocking finding.

Responsible for the shape.  Refuses a fault without a remedy.
"""

from __future__ import annotations

from config_rules.rules.finding import Finding, Severity


def fault(
    code: str, sentence: str, remedy: str, level: str, *, rule: str = "", place: str = "", parameter: str = ""
) -> Finding:
    """A blocking finding."""
    return Finding(
        code=code,
        severity=Severity.BLOCKING,
        sentence=sentence,
        remedy=remedy,
        level=level,
        rule=rule,
        place=place,
        parameter=parameter,
    )
