"""Actions and séances in the admin: a list that starts from today, settings for those who plan."""

from backoffice.actions.admin.occurrences import OccurrenceAdmin
from backoffice.actions.admin.programmes import AbsenceAdmin, ActionAdmin, FacilitatorAdmin, OccurrenceGroupAdmin

__all__ = ["AbsenceAdmin", "ActionAdmin", "FacilitatorAdmin", "OccurrenceAdmin", "OccurrenceGroupAdmin"]
