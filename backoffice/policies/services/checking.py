"""The first two lights before publication: is the document valid, and does it make sense?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.policies.services.vocabulary import VOCABULARY
from config_rules import Level, LevelName, Severity
from config_rules.rules.validity import check_levels

if TYPE_CHECKING:
    from config_rules import Finding, PolicyDocument


def findings_of(document: PolicyDocument) -> tuple[Finding, ...]:
    """Everything to say about a document, all at once."""
    level = Level(name=LevelName.MOTIF, document=document, reference="brouillon")
    return check_levels([level], VOCABULARY)


def blocking_findings(document: PolicyDocument) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings_of(document) if finding.severity is Severity.BLOCKING)
