"""The first two lights before publication: is the document valid, and does it make sense?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.policies.services.custom_facts import codes_of, is_custom, vocabulary_of
from backoffice.policies.services.references import missing_references
from config_rules import Finding, Level, LevelName, Severity, document_to_json
from config_rules.explain.wording import value_words
from config_rules.findings import examine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backoffice.directory.models import Territory
    from backoffice.policies.services.wording import Names
    from config_rules import PolicyDocument

MISSING_REFERENCE = "RG-E901"
MISSING_FIELD = "RG-E902"


@dataclass(frozen=True)
class Told:
    """A finding as a page shows it: where it is, when its sentence does not say so, and an invented person whom it concerns."""

    code: str
    severity: Severity
    sentence: str
    remedy: str
    where: str
    person: str


def told(findings: Iterable[Finding], document: PolicyDocument, names: Names) -> list[Told]:
    """The findings in the words of the territory."""
    titles = {rule.code: rule.title or rule.code for rule in document.rules}
    return [told_one(finding, titles.get(finding.rule, ""), names) for finding in findings]


def told_one(finding: Finding, title: str, names: Names) -> Told:
    rule = f"règle « {title} »" if title and title not in finding.sentence else ""
    where = ", ".join(part for part in (rule, finding.place) if part)
    example = [
        f"{names.words[code].label} : {value_words(names.words[code], value)}"
        for code, value in finding.example.items()
        if code in names.words
    ]
    person = names(" ; ".join(example))
    return Told(finding.code, finding.severity, names(finding.sentence), finding.remedy, where, person)


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
