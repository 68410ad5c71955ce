"""Lists of people to enrol: read, recognised, tried line by line, corrected, then applied by the worker through `book`."""

from backoffice.booking.services.batches.applying import resume_batch, start_batch, stop_batch
from backoffice.booking.services.batches.drafting import correct_line, leave_out, prepare_batch, recognise_again

__all__ = [
    "correct_line",
    "leave_out",
    "prepare_batch",
    "recognise_again",
    "resume_batch",
    "start_batch",
    "stop_batch",
]
