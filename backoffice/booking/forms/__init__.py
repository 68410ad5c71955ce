"""Import the forms of booking from here."""

from backoffice.booking.forms.batches import LineForm, ListForm
from backoffice.booking.forms.messages import LeaveAsideForm, LetterForm, LinkForm, ResendForm
from backoffice.booking.forms.people import (
    CancelForm,
    EnrolForm,
    LiftForm,
    MarkForm,
    NewPersonForm,
    OrientForm,
    QuestionsForm,
    ReasonForm,
    SeatsForm,
    codes_in,
)
from backoffice.booking.forms.quotas import QuotasForm
from backoffice.booking.forms.scenarios import ScenarioForm
from backoffice.booking.forms.seances import MoveForm, MovePeopleForm, StationPageForm, WhyForm

__all__ = [
    "CancelForm",
    "EnrolForm",
    "LeaveAsideForm",
    "LetterForm",
    "LiftForm",
    "LineForm",
    "LinkForm",
    "ListForm",
    "MarkForm",
    "MoveForm",
    "MovePeopleForm",
    "NewPersonForm",
    "OrientForm",
    "QuestionsForm",
    "QuotasForm",
    "ReasonForm",
    "ResendForm",
    "ScenarioForm",
    "SeatsForm",
    "StationPageForm",
    "WhyForm",
    "codes_in",
]
