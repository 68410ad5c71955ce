"""The policy in force for an occurrence: its motif's own parameters, and the revisions published for its territory, motif and action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from backoffice.policies.services.in_force import (
    FrozenDraft,
    InForce,
    LevelInForce,
    compiled_levels,
    in_force,
    levels_of,
    with_document,
)
from backoffice.policies.services.motifs import parameters_of
from config_rules import document_hash, document_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.policies.models import Policy
    from backoffice.policies.services.in_force import Uses
    from config_rules import EffectiveParameter, PolicyDocument


# Where a loaded occurrence keeps what was read of the policies that serve it, and which levels or uses are supposed in their place.
READ, SUPPOSED, SUPPOSED_USES = "_policies_read", "_policies_supposed", "_uses_supposed"


def own_quotas(occurrence: Occurrence) -> dict[str, Any]:
    """The quotas that the occurrence sets for itself, or else its action; nothing when both follow the rules."""
    own = occurrence.quotas if occurrence.quotas is not None else occurrence.action.quotas
    return {code: tuple(sorted(rows.items())) for code, rows in (own or {}).items()}


def policy_of(occurrence: Occurrence, at: datetime) -> tuple[LevelInForce, ...]:
    """The levels that apply at this instant; kept in the decision so that it can be replayed for ever."""
    return all_of(occurrence, at).levels


def all_of(occurrence: Occurrence, at: datetime) -> InForce:
    """The levels that apply at this instant, and what is tried beside them, in one statement.

    Read once for an occurrence that is loaded: under its lock, nobody publishes until the commit."""
    action = occurrence.action
    found = in_force(
        territory_id=action.organisation.territory_id,
        motif_id=action.motif_id,
        action_policy_id=action.policy_id,
        motif_parameters=parameters_of(action.motif),
        own_parameters=own_quotas(occurrence),
        at=at,
        read=occurrence.__dict__.setdefault(READ, {}),
        uses=occurrence.__dict__.get(SUPPOSED_USES),
    )
    draft = occurrence.__dict__.get(SUPPOSED)
    return found if draft is None else replace(found, levels=with_draft(found.levels, occurrence, *draft))


def applies(policy: Policy) -> Q:
    """The séances that this policy serves, by its territory, their motif or their action."""
    served = Q(action__policy=policy) | Q(action__motif__in=policy.motifs.order_by().values("pk"))
    return served | Q(action__organisation__territory=policy.territory_id) if policy.is_for_territory else served


def suppose(occurrence: Occurrence, policy: Policy, document: PolicyDocument) -> None:
    """From now on this loaded séance, and no other, is decided as if this document of the policy were published."""
    occurrence.__dict__[SUPPOSED] = (policy, FrozenDraft(document_to_json(document), document_hash(document)))


def suppose_uses(occurrence: Occurrence, uses: Uses) -> None:
    """From now on this loaded séance, and no other, is decided as if the policy applied there."""
    occurrence.__dict__[SUPPOSED_USES] = uses


def with_draft(
    levels: tuple[LevelInForce, ...], occurrence: Occurrence, policy: Policy, draft: FrozenDraft
) -> tuple[LevelInForce, ...]:
    """The levels that apply to this séance, with the draft in the place of its policy."""
    action = occurrence.action
    serves = policy.motifs.filter(pk=action.motif_id).exists()
    for level in levels_of(policy.pk, serves, policy.is_for_territory, action.policy_id):
        levels = with_document(levels, level, draft, reference="brouillon")
    return levels


def parameters_in_force(occurrence: Occurrence, at: datetime) -> Mapping[str, EffectiveParameter]:
    """Every parameter with its value and the level that it comes from, before any rule replaces one for somebody."""
    return compiled_levels(policy_of(occurrence, at)).parameters
