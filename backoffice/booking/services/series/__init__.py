"""Edits of a series: what they reach, what they would do, doing them, taking them back; taking back a cancellation."""

from backoffice.booking.services.series.editing import SeriesEdited, edit_series
from backoffice.booking.services.series.foretelling import foretell_edit
from backoffice.booking.services.series.foretelling_restoration import foretell_restoration
from backoffice.booking.services.series.reaching import reached
from backoffice.booking.services.series.undoing import undo_edit

__all__ = ["SeriesEdited", "edit_series", "foretell_edit", "foretell_restoration", "reached", "undo_edit"]
