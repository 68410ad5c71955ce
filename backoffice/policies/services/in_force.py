"""Which revisions apply to an action at an instant, and their compiled form. A published revision never changes: compiled once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from backoffice.policies.models import PolicyRevision
from backoffice.policies.services.vocabulary import VOCABULARY
from config_rules import Level, LevelName, PolicyDocument, compile_policy, document_from_json, document_hash

if TYPE_CHECKING:
    from datetime import datetime

    from config_rules import CompiledPolicy


@dataclass(frozen=True)
class LevelInForce:
    """A level as a decision keeps it: its own parameters (a motif's columns), and the revision that adds rules and parameters (None: none)."""

    name: str
    reference: str
    parameters: tuple[tuple[str, Any], ...] = ()
    revision_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "reference": self.reference,
            "parameters": dict(self.parameters),
            "revision": self.revision_id,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> LevelInForce:
        return cls(
            content["name"], content["reference"], tuple(sorted(content["parameters"].items())), content.get("revision")
        )


def levels_in_force(
    *, territory_id: int, motif_id: int, action_policy_id: int | None, motif_parameters: dict[str, Any], at: datetime
) -> tuple[LevelInForce, ...]:
    """The levels that apply, the most general first, in one statement whatever the number of rules."""
    by_level: dict[LevelName, int] = {}
    rows = PolicyRevision.objects.serving(
        territory_id=territory_id, motif_id=motif_id, action_policy_id=action_policy_id
    )
    for row in rows.effective(at).values_list("pk", "policy", "serves_motif", "policy__is_for_territory"):
        revision_id, policy_id, serves_motif, is_for_territory = row
        for level in levels_of(policy_id, serves_motif, is_for_territory, action_policy_id):
            by_level[level] = revision_id
    motif = LevelInForce(
        LevelName.MOTIF, f"motif-{motif_id}", tuple(sorted(motif_parameters.items())), by_level.get(LevelName.MOTIF)
    )
    others = [
        LevelInForce(name, f"revision-{by_level[name]}", (), by_level[name])
        for name in (LevelName.TERRITORY, LevelName.ACTION)
        if by_level.get(name)
    ]
    return tuple(sorted((motif, *others), key=lambda level: list(LevelName).index(LevelName(level.name))))


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
    document = frozen_document(level.revision_id) if level.revision_id else PolicyDocument()
    merged = PolicyDocument(
        parameters={**dict(level.parameters), **document.parameters}, rules=document.rules, imposed=document.imposed
    )
    return Level(name=level.name, document=merged, reference=level.reference)


def frozen_document(revision_id: int) -> PolicyDocument:
    """The document of a revision, whose hash is verified at each load."""
    row = PolicyRevision.objects.values_list("document", "document_hash").get(pk=revision_id)
    document = document_from_json(row[0])
    if document_hash(document) != row[1]:
        raise RuntimeError(f"revision {revision_id} does not match its hash")
    return document
