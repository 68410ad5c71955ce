"""Import the models of booking from here."""

from backoffice.booking.models.attendance import AttendanceSheet
from backoffice.booking.models.batches import BatchEnrolment, BatchLine
from backoffice.booking.models.lotteries import Lottery
from backoffice.booking.models.participations import Acceptance, Decision, Participation
from backoffice.booking.models.prescriptions import Prescription
from backoffice.booking.models.trials import DecisionFault, ReplayRun, TrialAnswer

__all__ = [
    "Acceptance",
    "AttendanceSheet",
    "BatchEnrolment",
    "BatchLine",
    "Decision",
    "DecisionFault",
    "Lottery",
    "Participation",
    "Prescription",
    "ReplayRun",
    "TrialAnswer",
]
