"""Before publication: is the document valid, and do its rules make sense together?

Responsible for numbered findings, all at once, each with culprit, remedy and an example person.  Refuses
to stop at the first one, and to call « complete » an analysis that was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config_rules.compiler import CompiledPolicy, compile_policy
from config_rules.findings import advice, checks
from config_rules.findings.boundaries import BoundaryCase, boundary_cases, ordinary_person
from config_rules.findings.domains import TooLarge
from config_rules.findings.landscape import Landscape, Space
from config_rules.findings.regions import BUDGET, Budget
from config_rules.rules import Finding, Level, Severity
from config_rules.rules.validity import check_levels
from config_rules.vocabulary import BUILT_IN_VOCABULARY, Vocabulary

__all__ = ["BoundaryCase", "Finding", "Severity", "analyse", "boundary_cases", "examine", "ordinary_person"]

_CHECKS = (
    checks.contradictions,
    checks.nobody,
    advice.impossible_window,
    checks.everybody,
    checks.useless,
    advice.gaps,
    advice.replacement_conflicts,
    advice.lists_that_do_not_exist,
    advice.ignored_replacements,
    advice.superfluous_conditions,
    advice.silent_rules,
)
_INCOMPLETE = Finding(
    code="RG-N302",
    severity=Severity.NOTICE,
    sentence="L’analyse s’est arrêtée avant la fin : les règles sont trop nombreuses ou trop longues.",
    remedy="S’appuyer sur les scénarios et le rejeu, ou simplifier.",
)


def examine(levels: Sequence[Level], vocabulary: Vocabulary = BUILT_IN_VOCABULARY) -> tuple[Finding, ...]:
    """Validity, then analysis if the documents are valid: blocking findings first."""
    faults = check_levels(levels, vocabulary)
    return faults or analyse(compile_policy(levels, vocabulary))


def analyse(policy: CompiledPolicy, *, steps: int = BUDGET) -> tuple[Finding, ...]:
    """What the rules do together; exact, or marked RG-N302 when it takes more than so many steps."""
    order = {severity: position for position, severity in enumerate(Severity)}
    return tuple(sorted(_findings(policy, steps), key=lambda finding: order[finding.severity]))


def _findings(policy: CompiledPolicy, steps: int) -> Iterator[Finding]:
    try:
        landscape = Landscape(policy, Space([policy]), Budget(steps))
    except TooLarge:
        yield _INCOMPLETE
        return
    incomplete = False
    for check in _CHECKS:
        try:
            yield from check(landscape)
        except TooLarge:
            incomplete = True
    if incomplete:
        yield _INCOMPLETE
