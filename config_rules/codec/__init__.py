"""Documents and decisions as canonical JSON: sorted keys, a format number, a SHA-256.

Responsible for an encoding that is the same everywhere and for a strict reader.  Refuses YAML (it
reads INSEE code 01004 as 516), floats, duplicate keys, unknown keys and texts that are too large.
"""

from config_rules.codec.canonical import canonical_json
from config_rules.codec.decisions import (
    Recorded,
    decision_from_json,
    decision_to_json,
    facts_from_json,
    facts_to_json,
    recorded_from_json,
)
from config_rules.codec.documents import document_from_json, document_hash, document_to_json

__all__ = [
    "Recorded",
    "canonical_json",
    "decision_from_json",
    "decision_to_json",
    "document_from_json",
    "document_hash",
    "document_to_json",
    "facts_from_json",
    "facts_to_json",
    "recorded_from_json",
]
