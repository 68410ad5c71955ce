"""« Pourquoi complète ? Pourquoi personne n’entre ? »: a séance's answers by motive, its settings with where they come from, its last requests."""

from __future__ import annotations

from typing import Any

from backoffice.booking.models import Decision
from backoffice.booking.services.questioning import headlines_of, settings_of
from backoffice.booking.services.telling_quotas import seats_told
from backoffice.booking.views.subjects import AboutOccurrence

MOST = 100


class SeanceWhyView(AboutOccurrence):
    """Numbers for whoever sees the séance; the requests one by one for those who read names there."""

    template_name = "booking/why.html"

    @property
    def title(self) -> str:
        return f"Pourquoi ? {self.occurrence.action.title}"

    def context(self) -> dict[str, Any]:
        seats = seats_told(self.occurrence, self.now)
        return {
            **super().context(),
            "line": seats.line,
            "quotas": seats.sentences,
            "headlines": headlines_of(self.occurrence),
            "settings": settings_of(self.occurrence, self.now),
            "is_past": self.occurrence.starts_at <= self.now,
            "decisions": self.decisions() if self.may["view_people"] else [],
        }

    def decisions(self) -> Any:
        return Decision.objects.filter(occurrence=self.occurrence).select_related("usager", "user")[:MOST]
