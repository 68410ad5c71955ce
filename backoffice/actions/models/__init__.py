"""Import the models of actions from here."""

from backoffice.actions.models.absences import Absence
from backoffice.actions.models.edits import SeriesEdit
from backoffice.actions.models.facilitators import Facilitator
from backoffice.actions.models.links import CalendarFeed, StationPage
from backoffice.actions.models.occurrences import Occurrence, OccurrenceCounters
from backoffice.actions.models.programmes import CollectiveAction, OccurrenceGroup

__all__ = [
    "Absence",
    "CalendarFeed",
    "CollectiveAction",
    "Facilitator",
    "Occurrence",
    "OccurrenceCounters",
    "OccurrenceGroup",
    "SeriesEdit",
    "StationPage",
]
