"""Which revisions apply to an action at an instant, and their compiled form. A published revision never changes: compiled once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.policies.models import PolicyRevision
from backoffice.policies.services.vocabulary import VOCABULARY
from config_rules import Level, LevelName, PolicyDocument, compile_policy, document_from_json, document_hash

if TYPE_CHECKING:
    from datetime import datetime

    from config_rules import CompiledPolicy


@dataclass(frozen=True)
class RevisionKey:
    """A published revision: its row, and the hash of its document, which is what is compiled and cached."""

    pk: int
    document_hash: str


@dataclass(frozen=True)
class LevelInForce:
    """A level as a decision keeps it: its own parameters (a motif's columns), and the revision that adds rules and parameters (None: none)."""

    name: str
    reference: str
    parameters: tuple[tuple[str, Any], ...] = ()
    revision: RevisionKey | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "reference": self.reference,
            "parameters": dict(self.parameters),
            "revision": self.revision and self.revision.pk,
            "hash": self.revision and self.revision.document_hash,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> LevelInForce:
        parameters = tuple(sorted(content["parameters"].items()))
        revision = RevisionKey(content["revision"], content["hash"]) if content.get("revision") else None
        return cls(content["name"], content["reference"], parameters, revision)


def levels_in_force(
    *, territory_id: int, motif_id: int, action_policy_id: int | None, motif_parameters: dict[str, Any], at: datetime
) -> tuple[LevelInForce, ...]:
    """The levels that apply, the most general first, in one statement whatever the number of rules."""
    by_level: dict[str, RevisionKey] = {}
    rows = revisions_in_force().rows(territory=territory_id, motif=motif_id, action_policy=action_policy_id, at=at)
    for pk, fingerprint, policy_id, serves_motif, is_for_territory in rows:
        for level in levels_of(policy_id, serves_motif, is_for_territory, action_policy_id):
            by_level[level] = RevisionKey(pk, fingerprint)
    own = tuple(sorted(motif_parameters.items()))
    levels = {
        LevelName.MOTIF: LevelInForce(LevelName.MOTIF, f"motif-{motif_id}", own, by_level.pop(LevelName.MOTIF, None))
    }
    for name, revision in by_level.items():
        levels[LevelName(name)] = LevelInForce(name, f"revision-{revision.pk}", (), revision)
    return tuple(levels[name] for name in LevelName if name in levels)


@cache
def revisions_in_force() -> PreparedRows[Any]:
    key, instant = PolicyRevision._meta.pk, PolicyRevision._meta.get_field("effective_at")
    rows = PolicyRevision.objects.serving(
        territory_id=Slot("territory", key), motif_id=Slot("motif", key), action_policy_id=Slot("action_policy", key)
    ).effective(Slot("at", instant))
    return PreparedRows(rows.values_list("pk", "document_hash", "policy", "serves_motif", "policy__is_for_territory"))


def levels_of(
    policy_id: int, serves_motif: bool, is_for_territory: bool, action_policy_id: int | None
) -> list[LevelName]:
    """A policy used twice counts once, at its most specific place."""
    if policy_id == action_policy_id:
        return [LevelName.ACTION]
    if serves_motif:
        return [LevelName.MOTIF]
    return [LevelName.TERRITORY] if is_for_territory else []


def compiled_levels(levels: tuple[LevelInForce, ...]) -> CompiledPolicy:
    """The compiled policy of these levels, from the process cache."""
    return compile_levels(levels)


@lru_cache(maxsize=1024)
def compile_levels(levels: tuple[LevelInForce, ...]) -> CompiledPolicy:
    return compile_policy([level_document(level) for level in levels], vocabulary=VOCABULARY)


def level_document(level: LevelInForce) -> Level:
    document = frozen_document(level.revision) if level.revision else PolicyDocument()
    merged = PolicyDocument(
        parameters={**dict(level.parameters), **document.parameters}, rules=document.rules, imposed=document.imposed
    )
    return Level(name=level.name, document=merged, reference=level.reference)


def frozen_document(revision: RevisionKey) -> PolicyDocument:
    """The document of a revision, whose hash is verified at each load."""
    document = document_from_json(PolicyRevision.objects.values_list("document", flat=True).get(pk=revision.pk))
    if document_hash(document) != revision.document_hash:
        raise RuntimeError(f"revision {revision.pk} does not match its hash")
    return document
