"""Verbs about the messages of inscriptions: send one again, write to the people of a séance, follow up what did not arrive."""

from backoffice.booking.services.messages.following import call_made, leave_aside
from backoffice.booking.services.messages.resending import resend
from backoffice.booking.services.messages.writing import write_to

__all__ = ["call_made", "leave_aside", "resend", "write_to"]
