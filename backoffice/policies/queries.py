"""Which policies a user sees, and which revision is in force at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, Self

from django.db.models import Exists, OuterRef, Q

from backoffice.directory.queries import PerimeterQuerySet

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.console.base.prepared import Slot


class PolicyQuerySet(PerimeterQuerySet):
    """A policy belongs to its territory."""

    def serving(self, *, territory_id: int | Slot, motif_id: int | Slot, action_policy_id: int | Slot | None) -> Self:
        """Policies that apply to an action; adds `serves_motif`."""
        uses = self.model.motifs.through.objects.filter(policy=OuterRef("pk"), motif=motif_id)
        found = self.annotate(serves_motif=Exists(uses)).filter(territory=territory_id, is_archived=False)
        return found.filter(Q(is_for_territory=True) | Q(serves_motif=True) | Q(pk=action_policy_id))


class PolicyPartQuerySet(PerimeterQuerySet):
    """Rows of a policy: rules, scenarios, revisions, trials."""

    territory_path = "policy__territory"


class RuleQuerySet(PolicyPartQuerySet):
    def active(self) -> Self:
        """Rules that a publication would freeze; the others wait in the draft."""
        return self.filter(is_active=True)


class ConditionQuerySet(PerimeterQuerySet):
    territory_path = "rule__policy__territory"


class WrittenOnceQuerySet(PerimeterQuerySet):
    """Rows that nobody changes nor deletes, many at once no more than one by one."""

    def update(self, **values: object) -> NoReturn:
        raise RuntimeError("This is written once.")

    def delete(self) -> NoReturn:
        raise RuntimeError("This is never deleted.")


class CalledOffQuerySet(WrittenOnceQuerySet):
    territory_path = "revision__policy__territory"


class RevisionQuerySet(WrittenOnceQuerySet, PolicyPartQuerySet):
    def effective(self, at: datetime | Slot) -> Self:
        """Revisions whose effective date has come, the one in force last."""
        return self.standing().filter(effective_at__lte=at).order_by("policy", "effective_at", "number")

    def standing(self) -> Self:
        """All but those that were called off before their date."""
        return self.filter(called_off__isnull=True)


class TrialQuerySet(PolicyPartQuerySet):
    def running(self, at: datetime | Slot) -> Self:
        """Neither stopped nor past their end."""
        return self.filter(ended_at__isnull=True, ends_at__gt=at)
