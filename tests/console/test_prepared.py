"""A prepared queryset answers as the queryset would, each time with the values of that time, and is compiled once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.db.models import CharField, F, IntegerField
from django.test.utils import CaptureQueriesContext

from backoffice.actions.models import Occurrence, OccurrenceCounters
from backoffice.console.base.prepared import PreparedRows, PreparedUpdate, Slot
from backoffice.directory.models import Organisation
from tests import world


@pytest.fixture
def by_name():
    rows = Organisation.objects.select_related("territory").filter(name=Slot("name", CharField())).order_by("pk")
    return PreparedRows(rows)


def test_each_execution_reads_with_its_own_values(drome, by_name):
    crest, die = world.organisation(drome, "Crest"), world.organisation(drome, "Die")

    assert by_name.rows(name="Crest") == [crest]
    assert by_name.rows(name="Die") == [die]
    assert by_name.first(name="Valence") is None


def test_what_changed_since_is_read(drome, by_name):
    assert by_name.rows(name="Crest") == []

    world.organisation(drome, "Crest")

    assert by_name.first(name="Crest").territory == drome


def test_related_rows_come_in_the_same_statement(drome, by_name):
    world.organisation(drome, "Crest")
    by_name.rows(name="nobody")

    with CaptureQueriesContext(connection) as queries:
        assert by_name.first(name="Crest").territory.name == "Drôme"

    assert len(queries) == 1


def test_a_value_is_sent_apart_from_the_text(drome, by_name):
    tricky = world.organisation(drome, "L’été, 100 %s ; DROP TABLE")

    assert by_name.rows(name=tricky.name) == [tricky]
    assert by_name.rows(name="' OR 1=1 --") == []


def test_instants_and_tuples_are_converted_as_the_orm_does(crest):
    seance = world.occurrence(world.action(crest))
    starts_at = Occurrence._meta.get_field("starts_at")
    rows = Occurrence.objects.filter(starts_at=Slot("at", starts_at)).order_by().values_list("pk", "starts_at")

    assert PreparedRows(rows).rows(at=seance.starts_at) == [(seance.pk, seance.starts_at)]


def test_where_django_sees_that_there_is_no_row_nothing_is_sent(drome):
    nothing = PreparedRows(Organisation.objects.filter(pk__in=[]))

    with CaptureQueriesContext(connection) as queries:
        assert nothing.rows() == []

    assert len(queries) == 0


def test_the_sql_is_built_once(drome, by_name):
    by_name.rows(name="Crest")
    form = by_name.compiled.form

    by_name.rows(name="Die")

    assert by_name.compiled.form is form


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_threads_read_on_their_own_connections():
    drome = world.territory()
    names = [f"Organisation {number}" for number in range(6)]
    for name in names:
        world.organisation(drome, name)
    prepared = PreparedRows(Organisation.objects.filter(name=Slot("name", CharField())).order_by())
    found = {}

    def read(name):
        found[name] = [row.name for _turn in range(20) for row in prepared.rows(name=name)]
        connection.close()

    threads = [threading.Thread(target=read, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {name: [name] * 20 for name in names}


def test_an_update_moves_by_the_values_of_its_call(crest):
    seance = world.occurrence(world.action(crest))
    key, number = Slot("pk", OccurrenceCounters._meta.pk), IntegerField()
    move = PreparedUpdate(OccurrenceCounters.objects.filter(pk=key), seats=F("seats") + Slot("more", number))

    assert (move.run(pk=seance.pk, more=3), move.run(pk=seance.pk, more=-1), move.run(pk=0, more=9)) == (1, 1, 0)
    seance.counters.refresh_from_db()
    assert seance.counters.seats == seance.seats_with_origin.number + 2
