"""Which revisions apply to an action at an instant, and their compiled form. A published revision never changes: compiled once per process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.policies.models import Policy, PolicyRevision, Trial, published_document
from backoffice.policies.services.vocabulary import VOCABULARY
from config_rules import Level, LevelName, PolicyDocument, compile_policy, document_from_json, document_hash
from config_rules.codec.values import value_from_json, value_to_json

if TYPE_CHECKING:
    from datetime import datetime

    from config_rules import CompiledPolicy


@dataclass(frozen=True)
class RevisionKey:
    """A published revision: its row, and the hash of its document, which is what is compiled and cached."""

    pk: int
    document_hash: str


@dataclass(frozen=True)
class TrialKey:
    """A policy « à l’essai »: its row never changes what it tries."""

    pk: int
    document_hash: str


@dataclass(frozen=True)
class FrozenDraft:
    """A draft as it was when a replay was asked; its text travels with it."""

    document: str
    document_hash: str


type Source = RevisionKey | TrialKey | FrozenDraft


@dataclass(frozen=True)
class LevelInForce:
    """A level as a decision keeps it: its own parameters (a motif's columns), and the revision that adds rules and parameters (None: none).

    In a replay or a trial, another document stands where the revision was; such a level decides nothing and is never kept."""

    name: str
    reference: str
    parameters: tuple[tuple[str, Any], ...] = ()
    revision: Source | None = None

    def as_json(self) -> dict[str, Any]:
        if not isinstance(self.revision, RevisionKey | None):
            raise TypeError("only a published revision decides")
        return {
            "name": self.name,
            "reference": self.reference,
            "parameters": {code: value_to_json(value) for code, value in self.parameters},
            "revision": self.revision and self.revision.pk,
            "hash": self.revision and self.revision.document_hash,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> LevelInForce:
        stored = content["parameters"].items()
        parameters = tuple(sorted((code, value_from_json(value, code)) for code, value in stored))
        revision = RevisionKey(content["revision"], content["hash"]) if content.get("revision") else None
        return cls(content["name"], content["reference"], parameters, revision)


@dataclass(frozen=True)
class TrialInForce:
    """A policy à l’essai, and the place where it stands beside the revision in force."""

    key: TrialKey
    level: LevelName

    def levels(self, levels: tuple[LevelInForce, ...]) -> tuple[LevelInForce, ...]:
        """The same levels, with the document on trial in its place."""
        return with_document(levels, self.level, self.key, reference=f"essai-{self.key.pk}")


@dataclass(frozen=True)
class Uses:
    """Where a policy would apply instead of where it does, and the revision that would decide there. Nothing of it is written."""

    policy_id: int
    motifs: frozenset[int]
    is_for_territory: bool
    is_archived: bool
    revision: RevisionKey

    def supposed(self, rows: list[Any], motif_id: int, action_policy_id: int | None) -> list[Any]:
        """These rows of `policies_in_force`, as they would be."""
        serves = motif_id in self.motifs
        applies = serves or self.is_for_territory or self.policy_id == action_policy_id
        own = (self.policy_id, serves, self.is_for_territory, self.revision.pk, self.revision.document_hash, None, None)
        kept = [row for row in rows if row[0] != self.policy_id]
        return kept if self.is_archived or not applies else sorted([*kept, own], key=itemgetter(0))


@dataclass(frozen=True)
class InForce:
    """What decides, and what is tried beside it."""

    levels: tuple[LevelInForce, ...]
    trials: tuple[TrialInForce, ...]


def levels_in_force(**asked: Any) -> tuple[LevelInForce, ...]:
    """The levels that apply, without their trials."""
    return in_force(**asked).levels


def in_force(
    *,
    territory_id: int,
    motif_id: int,
    action_policy_id: int | None,
    motif_parameters: dict[str, Any],
    own_parameters: dict[str, Any],
    at: datetime,
    read: dict[Any, Any] | None = None,
    uses: Uses | None = None,
) -> InForce:
    """The levels that apply, the most general first, and their trials, in one statement whatever the number of rules, none when `read` has its rows.

    `motif_parameters` are the columns of the motif; `own_parameters` are what the action or the occurrence says by itself, the most specific.
    With `uses`, one of the policies applies elsewhere."""
    by_level: dict[str, RevisionKey] = {}
    trials: list[TrialInForce] = []
    asked = {"territory": territory_id, "motif": motif_id, "action_policy": action_policy_id, "at": at}
    rows = read_once({} if read is None else read, **asked)
    rows = uses.supposed(rows, motif_id, action_policy_id) if uses else rows
    for policy_id, serves_motif, is_for_territory, revision, fingerprint, trial, trial_fingerprint in rows:
        for level in levels_of(policy_id, serves_motif, is_for_territory, action_policy_id):
            if revision is not None:
                by_level[level] = RevisionKey(revision, fingerprint)
            if trial is not None:
                trials.append(TrialInForce(TrialKey(trial, trial_fingerprint), level))
    own = tuple(sorted(motif_parameters.items()))
    levels = {
        LevelName.MOTIF: LevelInForce(LevelName.MOTIF, f"motif-{motif_id}", own, by_level.pop(LevelName.MOTIF, None))
    }
    for name, key in by_level.items():
        levels[LevelName(name)] = LevelInForce(name, f"revision-{key.pk}", (), key)
    if own_parameters:
        action = levels.get(LevelName.ACTION) or LevelInForce(LevelName.ACTION, "own")
        levels[LevelName.ACTION] = replace(action, parameters=tuple(sorted(own_parameters.items())))
    return InForce(tuple(levels[name] for name in LevelName if name in levels), tuple(trials))


def with_document(
    levels: tuple[LevelInForce, ...], name: LevelName, source: Source | None, *, reference: str
) -> tuple[LevelInForce, ...]:
    """The same levels, with another document in one place."""
    by_name = {LevelName(level.name): level for level in levels}
    by_name[name] = replace(by_name.get(name) or LevelInForce(name, reference), revision=source)
    return tuple(by_name[name] for name in LevelName if name in by_name)


def read_once(read: dict[Any, Any], **asked: Any) -> list[Any]:
    """The rows of these policies, kept in `read` by what was asked."""
    key = tuple(asked.values())
    if key not in read:
        read[key] = policies_in_force().rows(**asked)
    found: list[Any] = read[key]
    return found


@cache
def policies_in_force() -> PreparedRows[Any]:
    """One row a policy that applies, with its revision in force and its running trial, either of which may be missing."""
    key, instant = PolicyRevision._meta.pk, PolicyRevision._meta.get_field("effective_at")
    at = Slot("at", instant)
    rows = Policy.objects.serving(
        territory_id=Slot("territory", key), motif_id=Slot("motif", key), action_policy_id=Slot("action_policy", key)
    )
    revisions = PolicyRevision.objects.effective(at).filter(policy=OuterRef("pk"))
    revision = revisions.order_by("-effective_at", "-number")
    trial = Trial.objects.running(at).filter(policy=OuterRef("pk")).order_by("-pk")
    found = rows.annotate(
        revision=Subquery(revision.values("pk")[:1]),
        fingerprint=Subquery(revision.values("document_hash")[:1]),
        trial=Subquery(trial.values("pk")[:1]),
        trial_fingerprint=Subquery(trial.values("document_hash")[:1]),
    )
    columns = ("revision", "fingerprint", "trial", "trial_fingerprint")
    return PreparedRows(found.order_by("pk").values_list("pk", "serves_motif", "is_for_territory", *columns))


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
    """A motif's columns are the defaults of its policy; what an action or an occurrence says by itself is more specific than the action's policy."""
    document, own = frozen_document(level.revision) if level.revision else PolicyDocument(), dict(level.parameters)
    is_specific = level.name == LevelName.ACTION
    parameters = {**document.parameters, **own} if is_specific else {**own, **document.parameters}
    merged = replace(document, parameters=parameters)
    return Level(name=level.name, document=merged, reference=level.reference)


def frozen_document(source: Source) -> PolicyDocument:
    """The document of a revision, of a trial or of a replay, whose hash is verified at each load."""
    if isinstance(source, RevisionKey):
        return published_document(source.pk, source.document_hash)
    document = document_from_json(text_of(source))
    if document_hash(document) != source.document_hash:
        raise RuntimeError(f"{source} does not match its hash")
    return document


def text_of(source: TrialKey | FrozenDraft) -> str:
    if isinstance(source, FrozenDraft):
        return source.document
    text: str = Trial.objects.values_list("document", flat=True).get(pk=source.pk)
    return text
