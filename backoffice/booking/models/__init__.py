"""Import the models of booking from here."""

from backoffice.booking.models.participations import Decision, Participation
from backoffice.booking.models.trials import DecisionFault, ReplayRun, TrialAnswer

__all__ = ["Decision", "DecisionFault", "Participation", "ReplayRun", "TrialAnswer"]
