"""Edits of a series: what they reach, what they would do, doing them, taking them back."""

from backoffice.booking.services.series.editing import SeriesEdited, edit_series
from backoffice.booking.services.series.foretelling import foretell_edit
from backoffice.booking.services.series.reaching import reached
from backoffice.booking.services.series.undoing import undo_edit

__all__ = ["SeriesEdited", "edit_series", "foretell_edit", "reached", "undo_edit"]
