"""Inscriptions older than quotas: the migration says which organisation enrolled them, in the row and in its history."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from backoffice.booking.models import Participation
from tests import world
from tests.booking.dialogs.screens import enrolled

MIGRATION = "backoffice.booking.migrations.0012_who_enrolled_older_inscriptions"


def test_an_older_inscription_says_who_enrolled_it_and_its_history_tells_no_change(nadia, seance, crest):
    old, own = (enrolled(nadia, seance, world.usager(crest, name)) for name in ("Dumas", "Martin"))
    Participation.objects.update(booked_for=None)
    Participation.history.update(booked_for=None)
    Participation.objects.filter(pk=own.pk).update(channel="usager")
    Participation.history.filter(id=own.pk).update(channel="usager")

    import_module(MIGRATION).fill(apps, None)

    old.refresh_from_db()
    own.refresh_from_db()
    assert (old.booked_for, own.booked_for) == (crest, None)
    assert set(old.history.values_list("booked_for", flat=True)) == {crest.pk}
    assert set(own.history.values_list("booked_for", flat=True)) == {None}
