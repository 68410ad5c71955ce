"""Verbs of booking. Every one that writes takes the lock of its occurrences in a durable transaction (see `locking`)."""

from backoffice.booking.services.answering import accept, decline
from backoffice.booking.services.approving import approve, reject
from backoffice.booking.services.attendance import mark_attendance, mark_everyone_present
from backoffice.booking.services.auditing import audit
from backoffice.booking.services.backtesting import advance_replays, ask_replay, stop_replay
from backoffice.booking.services.booking import book
from backoffice.booking.services.cancelling import cancel
from backoffice.booking.services.cancelling_seances import cancel_group, cancel_seance, cancel_seances
from backoffice.booking.services.drawing import draw_lottery, prepare_lottery
from backoffice.booking.services.nightly import check_decisions, count_rules
from backoffice.booking.services.opening import close_enrolment, reopen_enrolment
from backoffice.booking.services.prescribing import cancel_prescription, move_prescription, prescribe
from backoffice.booking.services.previewing import preview
from backoffice.booking.services.promoting import promote, propose
from backoffice.booking.services.reordering import reorder
from backoffice.booking.services.replay import replay
from backoffice.booking.services.seats import change_seats
from backoffice.booking.services.sheets import close_sheet, reopen_sheet, undo_gesture
from backoffice.booking.services.sweeping import serve_queue, sweep
from backoffice.booking.services.transferring import transfer
from backoffice.booking.services.watching import watch

__all__ = [
    "accept",
    "advance_replays",
    "approve",
    "ask_replay",
    "audit",
    "book",
    "cancel",
    "cancel_group",
    "cancel_prescription",
    "cancel_seance",
    "cancel_seances",
    "change_seats",
    "check_decisions",
    "close_enrolment",
    "close_sheet",
    "count_rules",
    "decline",
    "draw_lottery",
    "mark_attendance",
    "mark_everyone_present",
    "move_prescription",
    "prepare_lottery",
    "prescribe",
    "preview",
    "promote",
    "propose",
    "reject",
    "reopen_enrolment",
    "reopen_sheet",
    "reorder",
    "replay",
    "serve_queue",
    "stop_replay",
    "sweep",
    "transfer",
    "undo_gesture",
    "watch",
]
