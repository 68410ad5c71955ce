"""Services are the verbs of a room: called by name, by somebody."""

from __future__ import annotations

import importlib
import inspect

import pytest

from tests.architecture.sources import ROOMS

WHO = {"actor", "user"}
# Services without an actor, each with its reason.
NOBODY_ACTS = {
    "actions.plan_dates": "computes dates, writes nothing",
    "booking.advance_replays": "the worker computes what somebody asked for",
    "actions.preview_dates": "computes dates, writes nothing",
    "booking.check_decisions": "the worker reads decisions again",
    "booking.count_rules": "the worker counts what was decided",
    "booking.audit": "reads every row, writes nothing",
    "booking.replay": "reads a decision",
    "booking.watch": "the worker does what the policy says on its day",
    "booking.serve_queue": "the worker serves those who wait; what freed the seats said who acted",
    "booking.sweep": "the worker does what time does",
    "demo.accounts": "names the invented accounts, writes nothing",
    "demo.seed": "acts in turn as each invented agent",
    "notifications.deliver_due": "the worker sends what services owed; they said who acted",
    "notifications.owe": "called by the service that acts, in its transaction",
    "notifications.owe_together": "called by the service that acts, in its transaction",
}


def services():
    """(room.name, function) of every function that a room offers."""
    found = []
    for room in sorted(ROOMS.iterdir()):
        if not (room / "services.py").exists() and not (room / "services").exists():
            continue
        door = importlib.import_module(f"backoffice.{room.name}.services")
        names = getattr(door, "__all__", [name for name in vars(door) if not name.startswith("_")])
        for name in names:
            value = getattr(door, name)
            if inspect.isfunction(value):
                found.append(pytest.param(f"{room.name}.{name}", value, id=f"{room.name}.{name}"))
    return found


@pytest.mark.parametrize(("name", "service"), services())
def test_a_service_is_called_by_keyword(name, service):
    positional = [
        parameter.name
        for parameter in inspect.signature(service).parameters.values()
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    ]

    assert not positional, f"{name}: put `*` before {positional}, so that a call says what it gives."


@pytest.mark.parametrize(("name", "service"), services())
def test_a_service_knows_who_acts(name, service):
    if name in NOBODY_ACTS:
        return
    parameters = inspect.signature(service).parameters
    required = {key for key, value in parameters.items() if value.default is inspect.Parameter.empty}

    assert required & WHO, f"{name}: add a required `actor` (or `user`), or add it to NOBODY_ACTS with the reason."


@pytest.mark.parametrize(("name", "service"), services())
def test_a_service_says_what_it_promises(name, service):
    assert inspect.getdoc(service), f"{name}: write when to call it, what it promises and what it raises."


def test_the_exceptions_are_current():
    gone = set(NOBODY_ACTS) - {service.values[0] for service in services()}

    assert not gone, f"These services no longer exist; remove them from NOBODY_ACTS: {gone}"
