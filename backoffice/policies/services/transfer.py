"""A policy as one file that travels between environments: canonical JSON, names instead of keys, no person. Importing only makes a draft."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.policies.errors import UnreadableFile
from backoffice.policies.models import Policy, Scenario
from backoffice.policies.services.custom_facts import missing_fields
from backoffice.policies.services.documents import draft_document, write_draft
from backoffice.policies.services.labels import ArrivingLabels, arriving_labels, labels_of, write_labels
from backoffice.policies.services.publication import locked_policy, touch
from backoffice.policies.services.references import made_local, made_portable, missing_references
from config_rules import (
    CodecError,
    Outcome,
    PolicyDocument,
    document_from_json,
    document_hash,
    document_to_json,
    facts_from_json,
)
from config_rules.codec.canonical import read_json

if TYPE_CHECKING:
    from backoffice.directory.models import Territory, User

FIRST_FORMAT, FILE_FORMAT = "politique-1", "politique-2"
MAXIMUM_BYTES = 2_000_000
KEYS = {"format", "code", "name", "document", "hash", "scenarios"}
OUTCOMES = tuple(Outcome)


@dataclass(frozen=True)
class Arrival:
    """A file read for a policy: the document in local references, what is missing here, the scenarios and labels that come with it."""

    document: PolicyDocument
    missing: tuple[str, ...]
    scenarios: tuple[dict[str, Any], ...]
    labels: ArrivingLabels
    origin: str


def export_policy(*, policy: Policy, user: User) -> str:
    """The draft of a policy as a file. The user sees the policy (its screen checked it)."""
    content = made_portable(json.loads(document_to_json(draft_document(policy))), policy.territory)
    scenarios = [
        {
            "name": row.name,
            "facts": made_portable(row.facts, policy.territory),
            "outcome": row.expected_outcome,
            "reasons": row.expected_reasons,
        }
        for row in policy.scenarios.order_by("name")
    ]
    fingerprint = document_hash(document_from_json(json.dumps(content)))
    file = {
        "format": FILE_FORMAT,
        "code": policy.code,
        "name": policy.name,
        "document": content,
        "hash": fingerprint,
        "scenarios": scenarios,
        "labels": labels_of(policy),
    }
    return json.dumps(file, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read_file(policy: Policy, data: bytes) -> Arrival:
    """Check a file and translate it for this territory; writes nothing. Raises UnreadableFile saying what is wrong."""
    content = parsed(data)
    try:
        travelled = document_from_json(json.dumps(content["document"]))
        if document_hash(travelled) != content["hash"]:
            raise UnreadableFile("Ce fichier a été modifié à la main ou abîmé : son empreinte ne correspond pas.")
        local = made_local(content["document"], policy.territory)
        scenarios = tuple(made_local(scenario_of(item), policy.territory) for item in content["scenarios"])
        document = document_from_json(json.dumps(local))
    except CodecError as error:
        raise UnreadableFile(f"Ce fichier ne contient pas une politique lisible : {error}") from error
    labels = arriving_labels(content.get("labels", ()), policy.territory)
    brought = {f"libellé « {label} »" for label in labels.new}
    missing = tuple(one for one in missing_here(document, local, policy.territory) if one not in brought)
    return Arrival(document, missing, scenarios, labels, str(content["name"]))


def missing_here(document: PolicyDocument, local: Any, territory: Territory) -> tuple[str, ...]:
    """What the file names and that this territory lacks: rows, then custom fields."""
    return (*missing_references(local, territory), *missing_fields(document, territory))


def parsed(data: bytes) -> dict[str, Any]:
    if len(data) > MAXIMUM_BYTES:
        raise UnreadableFile("Ce fichier est trop gros pour une politique.")
    try:
        content = read_json(data.decode(), "fichier")
    except (UnicodeDecodeError, CodecError) as error:
        raise UnreadableFile from error
    if not isinstance(content, dict) or not content or set(content) != keys_of(content.get("format")):
        raise UnreadableFile
    if not all(isinstance(content.get(name, []), list) for name in ("scenarios", "labels")):
        raise UnreadableFile
    return content


def keys_of(file_format: Any) -> set[str]:
    """What a file of this format holds; labels came with the second."""
    if file_format == FILE_FORMAT:
        return KEYS | {"labels"}
    return KEYS if file_format == FIRST_FORMAT else set()


def scenario_of(item: Any) -> dict[str, Any]:
    if not isinstance(item, dict) or set(item) != {"name", "facts", "outcome", "reasons"}:
        raise UnreadableFile("Un scénario du fichier n’est pas lisible.")
    facts_from_json(json.dumps(item["facts"]))  # raises CodecError
    texts = [item["name"], *item["reasons"]] if isinstance(item["reasons"], list) else [None]
    if not all(isinstance(text, str) and text for text in texts) or item["outcome"] not in OUTCOMES:
        raise UnreadableFile("Un scénario du fichier n’est pas lisible.")
    return item


def import_policy(*, policy_id: int, data: bytes, user: User, draft_version: int, reason: str) -> Policy:
    """Replace the draft of a policy by a file's content and add its scenarios; never publishes."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        write_labels(read_file(policy, data).labels, user=user, reason=reason)  # first: rules may name them
        arrival = read_file(policy, data)
        write_draft(policy, arrival.document, user=user, reason=reason)
        for item in arrival.scenarios:
            scenario = policy.scenarios.filter(name=str(item["name"])[:120]).first() or Scenario(policy=policy)
            scenario.name, scenario.facts = str(item["name"])[:120], item["facts"]
            scenario.expected_outcome, scenario.expected_reasons = str(item["outcome"])[:10], item["reasons"]
            record(scenario, user=user, reason=reason)
        touch(policy)
    return policy
