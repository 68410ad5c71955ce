"""The generated table of a policy, to check and to print. Whoever sees the policy reads it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from backoffice.catalogue.models import Motif
from backoffice.policies.services.grids import DRAFT, PUBLISHED, sheet_of
from backoffice.policies.views.subjects import AboutPolicy


class GridView(AboutPolicy):
    activity = None
    template_name = "policies/grid.html"
    VERSIONS = {DRAFT: "Brouillon", PUBLISHED: "En service"}

    def context(self) -> dict[str, Any]:
        motifs = list(Motif.objects.visible_to(self.request.user).filter(policies=self.policy).order_by("name"))
        wanted = self.request.GET.get("motif", "")
        motif = next((one for one in motifs if str(one.pk) == wanted), motifs[0] if motifs else None)
        version = self.request.GET.get("version", "")
        version = version if version in self.VERSIONS else DRAFT
        return {
            **super().context(),
            "title": f"Vue tableau : {self.policy.name}",
            "sheet": sheet_of(self.policy, motif, version=version),
            "motifs": motifs,
            "motif": motif,
            "version": version,
            "versions": self.VERSIONS,
            "now": timezone.now(),
            "back_url": self.back(),
        }
