"""Forms of actions: planning dates, creating an action, adding dates to one."""

from backoffice.actions.forms.dates import DatesForm
from backoffice.actions.forms.planning import AddOccurrencesForm, NewActionForm

__all__ = ["AddOccurrencesForm", "DatesForm", "NewActionForm"]
