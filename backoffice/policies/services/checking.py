"""The first two lights before publication: is the document valid, and does it make sense?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backoffice.policies.services.custom_facts import codes_of, is_custom, vocabulary_of
from backoffice.policies.services.references import missing_references
from config_rules import Finding, Level, LevelName, Severity, document_to_json
from config_rules.findings import examine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.directory.models import Territory
    from config_rules import PolicyDocument

MISSING_REFERENCE = "RG-E901"
MISSING_FIELD = "RG-E902"


def findings_of(document: PolicyDocument, territory: Territory) -> tuple[Finding, ...]:
    """Everything to say about a document, all at once."""
    level = Level(name=LevelName.MOTIF, document=document, reference="brouillon")
    return (
        *examine([level], vocabulary_of(territory)),
        *reference_findings(document, territory),
        *field_findings(document, territory),
    )


def reference_findings(document: PolicyDocument, territory: Territory) -> Iterator[Finding]:
    """Rows that rules name and that the territory does not have (deleted, or imported from elsewhere)."""
    for rule in json.loads(document_to_json(document))["rules"]:
        for missing in missing_references(rule["cards"], territory):
            yield Finding(
                code=MISSING_REFERENCE,
                severity=Severity.BLOCKING,
                sentence=f"La règle « {rule['title'] or rule['code']} » parle d’un élément qui n’existe pas ici : {missing}.",
                remedy="Choisissez un élément de votre territoire.",
                rule=rule["code"],
            )


def field_findings(document: PolicyDocument, territory: Territory) -> Iterator[Finding]:
    """Custom fields that rules name and that the territory does not have, or does not let rules use."""
    words = vocabulary_of(territory)
    for rule in document.rules:
        for code in sorted(code for code in codes_of(rule) if is_custom(code) and code not in words):
            named = f"La règle « {rule.title or rule.code} » utilise le champ « {code.rpartition('.')[2]} »"
            yield Finding(
                code=MISSING_FIELD,
                severity=Severity.BLOCKING,
                sentence=f"{named}, que les règles ne peuvent pas utiliser ici.",
                remedy="Créez ce champ avec le même code, cochez « utilisable dans les règles », ou choisissez une autre information.",
                rule=rule.code,
            )


def blocking_findings(document: PolicyDocument, territory: Territory) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings_of(document, territory) if finding.severity is Severity.BLOCKING)
