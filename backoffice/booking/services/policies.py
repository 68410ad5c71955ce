"""The policy in force for an occurrence: its motif's own parameters, and the revisions published for its territory, motif and action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.policies.services.in_force import InForce, LevelInForce, compiled_levels, in_force
from backoffice.policies.services.motifs import parameters_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from config_rules import EffectiveParameter


# Where a loaded occurrence keeps what was read of the policies that serve it.
READ = "_policies_read"


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
    return in_force(
        territory_id=action.organisation.territory_id,
        motif_id=action.motif_id,
        action_policy_id=action.policy_id,
        motif_parameters=parameters_of(action.motif),
        own_parameters=own_quotas(occurrence),
        at=at,
        read=occurrence.__dict__.setdefault(READ, {}),
    )


def parameters_in_force(occurrence: Occurrence, at: datetime) -> Mapping[str, EffectiveParameter]:
    """Every parameter with its value and the level that it comes from, before any rule replaces one for somebody."""
    return compiled_levels(policy_of(occurrence, at)).parameters
