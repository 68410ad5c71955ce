"""Nothing changes without a line of history: the shortcuts that write none are used only where they were reviewed."""

from __future__ import annotations

import ast

from tests.architecture.sources import modules, qualified

RECORDING_HELPER = "backoffice.console.base.history"
TOOLS = {RECORDING_HELPER, "backoffice.console.base.prepared"}
WITHOUT_HISTORY = {
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "abulk_create",
    "abulk_update",
    "aupdate",
    "PreparedUpdate",
}
RAW = {"raw", "extra", "execute", "executemany", "RunSQL", "RawSQL"}
MARKS = {"_history_user", "_change_reason", "_history_date", "skip_history_when_saving"}

# Reviewed shortcuts: function → why no history is lost.
REVIEWED = {
    "backoffice.booking.services.briefing.telling.brief_teams": "messages have steps, no history",
    "backoffice.booking.services.briefing.telling.tell": "news behind the bell have no history",
    "backoffice.notifications.services.bell.read_all": "news behind the bell have no history: they only say when they were read",
    "backoffice.console.base.admin.journal.JournalMixin._log": "Django's admin log, which is itself a journal",
    "backoffice.actions.services.creating.create_rows": "OccurrenceCounters has no history: its participations have theirs",
    "backoffice.demo.services.settling.messages_settled": "OutboxMessage has no history: the messages of a told year",
    "backoffice.booking.services.auditing.asking.keys": "reads the keys of rows",
    "backoffice.booking.services.backtesting.asking.stop_replay": "a computation has no history",
    "backoffice.booking.services.backtesting.running.claimed": "compare and set of a computation",
    "backoffice.booking.services.backtesting.running.saved": "compare and set of a computation",
    "backoffice.booking.services.nightly.check_decisions": "an incident has its own dates",
    "backoffice.booking.services.nightly.count_day": "counts have no history",
    "backoffice.booking.services.deciding.keep_together": "Decision has no history: written once",
    "backoffice.booking.services.shadowing.keep_trials": "TrialAnswer has no history: written once, with its decision",
    "backoffice.booking.services.counting.counters_moved": "OccurrenceCounters has no history: its participations have theirs",
    "backoffice.booking.services.batches.applying.apply": "a lease is not history",
    "backoffice.booking.services.batches.applying.claim": "compare and set of a lease",
    "backoffice.booking.services.batches.drafting.prepare_batch": "a line is its own journal",
    "backoffice.booking.services.batches.erasing.erase": "erases personal data, in the list and in what its history repeats",
    "backoffice.booking.services.batches.foreseeing.write": "a line is its own journal",
    "backoffice.booking.services.locking.wait_less": "sets how long this connection waits for a lock",
    "backoffice.booking.services.sheets.write_gesture": "what can be undone is not history: the states have theirs",
    "backoffice.console.services.durability.settings_off": "reads a setting of the server",
    "backoffice.console.services.readiness.database_problem": "a sign of life has no history",
    "backoffice.notifications.services.delivery.clock": "reads the clock of the server",
    "backoffice.notifications.services.books.write": "compared under the lock: a message is its own journal",
    "backoffice.notifications.services.books.keep_steps": "the journal of a message, written once",
    "backoffice.notifications.services.books.keep_reference": "OutboxMessage has no history: the number of the provider, after its receipt",
    "backoffice.notifications.services.judging.let_territory_through": "OutboxMessage has no history: each message keeps its step",
    "backoffice.notifications.services.ceilings.over_for_territory": "SmsDay has no history: a count under its lock",
    "backoffice.notifications.services.holding.hold_waiting": "a message is its own journal",
    "backoffice.notifications.services.withdrawing.hold": "a message is its own journal: it says who held it, and when",
    "backoffice.notifications.services.taking_back.withdraw": "a message is its own journal, and each step of it is kept",
    "backoffice.notifications.services.owing.keep": "a message is its own journal",
    "backoffice.notifications.services.waking.beat": "a sign of life has no history",
    "backoffice.notifications.services.waking.sweep_ends": "a sign of life has no history",
    "backoffice.notifications.services.waking.ring_is_ours": "a sign of life has no history",
    "backoffice.notifications.services.waking.round_starts": "a sign of life has no history",
}


def shortcuts():
    """Address → calls that write rows without passing by save()."""
    found = {}
    for module in modules("backoffice"):
        if module.name in TOOLS:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and is_shortcut(node):
                found.setdefault(qualified(module, node), []).append(f"{module.address}:{node.lineno}")
    return found


def is_shortcut(call: ast.Call) -> bool:
    """`rows.update(field=…)` is a queryset's; `dictionary.update(other)` is not."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "update":
        return bool(call.keywords) and not call.args
    return name in WITHOUT_HISTORY | RAW


def test_rows_with_history_are_written_one_by_one_or_by_the_helper():
    new = {address: places for address, places in shortcuts().items() if address not in REVIEWED}

    assert not new, (
        f"These calls write no history: {new}. Use `record` or `record_many` of {RECORDING_HELPER}; "
        "if the model has no history, add the function to REVIEWED with the reason."
    )


def test_the_reviewed_shortcuts_are_current():
    gone = set(REVIEWED) - set(shortcuts())

    assert not gone, f"Remove from REVIEWED: {gone}"


def test_only_the_helper_signs_history():
    """simple-history keeps these marks on the instance and gives them to the next save too."""
    found = [
        f"{module.address}:{node.lineno}"
        for module in modules("backoffice")
        if module.name != RECORDING_HELPER
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in MARKS
    ]

    assert not found, f"Use `record(row, user=…, reason=…)` of {RECORDING_HELPER}: {found}"
