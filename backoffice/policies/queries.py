"""Which policies a user sees, and which revision is in force at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef

from backoffice.directory.queries import PerimeterQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class PolicyQuerySet(PerimeterQuerySet):
    def annotate_use(self, motif_id: int) -> Self:
        """Adds `serves_motif`: this motif uses the policy."""
        uses = self.model.motifs.through.objects.filter(policy=OuterRef("pk"), motif=motif_id)
        return self.annotate(serves_motif=Exists(uses))


class PolicyPartQuerySet(PerimeterQuerySet):
    """Rows of a policy: rules, scenarios, revisions, trials."""

    territory_path = "policy__territory"


class ConditionQuerySet(PerimeterQuerySet):
    territory_path = "rule__policy__territory"


class RevisionQuerySet(PolicyPartQuerySet):
    def effective(self, at: datetime) -> Self:
        """Revisions whose effective date has come, the one in force last."""
        return self.filter(effective_at__lte=at).order_by("policy", "effective_at", "number")

    def in_force(self, policies: Iterable[int], at: datetime) -> dict[int, int]:
        """policy → revision in force at this instant, in one statement; a policy never published is absent."""
        return dict(self.filter(policy__in=policies).effective(at).values_list("policy", "pk"))
