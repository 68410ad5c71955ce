"""Verbs of booking. Every one that writes takes the lock of the occurrence, alone, in a durable transaction (see `locking`)."""

from backoffice.booking.services.approving import approve, reject
from backoffice.booking.services.attendance import mark_attendance, mark_everyone_present
from backoffice.booking.services.auditing import audit_seats
from backoffice.booking.services.booking import book
from backoffice.booking.services.cancelling import cancel
from backoffice.booking.services.previewing import preview
from backoffice.booking.services.promoting import promote
from backoffice.booking.services.replay import replay
from backoffice.booking.services.seats import change_seats

__all__ = [
    "approve",
    "audit_seats",
    "book",
    "cancel",
    "change_seats",
    "mark_attendance",
    "mark_everyone_present",
    "preview",
    "promote",
    "reject",
    "replay",
]
