"""Fixtures and traps of the whole suite."""

from __future__ import annotations

import gc

import pytest

from tests import traps, world


@pytest.fixture
def drome(db):
    return world.territory()


@pytest.fixture
def crest(drome):
    return world.organisation(drome)


@pytest.fixture
def nadia(crest):
    """Agent at the CMS de Crest."""
    return world.user("Nadia", "Agent", crest.territory, crest)


@pytest.fixture
def claire(drome):
    """Référente of the whole territory."""
    return world.user("Claire", "Référente", drome)


@pytest.fixture
def yann(drome):
    """Chargé d'études of the whole territory."""
    return world.user("Yann", "Chargé d’études", drome)


def pytest_collection_finish():
    """What was imported stays until the end: the collector need not look at it again after each test (7 % of the processor)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


DATABASE = {"db", "transactional_db", "live_server"}
REAL_TRANSACTIONS = DATABASE - {"db"}


def pytest_itemcollected(item):
    """Marks the tests that PostgreSQL must see too, and protects what migrations wrote.

    Real transactions are undone by emptying every table: those rows are put back before each such test. One without it would
    break all the following ones, whatever they ask for."""
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    if marker or DATABASE & names:
        item.add_marker("database")
    if (marker and marker.kwargs.get("transaction")) or REAL_TRANSACTIONS & names:
        item.fixturenames.append("django_db_serialized_rollback")


@pytest.fixture(autouse=True)
def every_decision_replays_and_every_seat_is_counted(request):
    """Trap: what a test left in the database holds together."""
    if not (request.node.get_closest_marker("django_db") or DATABASE & set(request.fixturenames)):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    traps.every_decision_replays_and_every_seat_is_counted()


@pytest.fixture(scope="session")
def _unknown_variables():
    with traps.unknown_variables() as seen:
        yield seen


@pytest.fixture(autouse=True)
def every_variable_of_our_templates_exists(_unknown_variables):
    """Trap: a test that showed an unknown variable of one of our templates fails, and names it."""
    _unknown_variables.clear()
    yield
    assert not _unknown_variables, f"Unknown variables: {sorted(set(_unknown_variables))}"


@pytest.fixture(autouse=True)
def no_list_relies_on_the_order_of_rows(request):
    """Trap: querysets without an order come back shuffled; ask for an order, or compare as sets."""
    with traps.unordered_lists_shuffled(request.node.nodeid):
        yield
