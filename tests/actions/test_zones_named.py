"""A séance is shown at the hour of its place; the place is named to who lives by another hour (bad input B35)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.directory.models import Membership, Role
from tests import world

NAMED = "heure locale : Saint-Pierre-et-Miquelon"


@pytest.fixture
def seance(db):
    island = world.territory(
        "975", "Saint-Pierre-et-Miquelon", time_zone="America/Miquelon", school_zone="saint-pierre"
    )
    return world.occurrence(world.action(world.organisation(island, "Maison de Miquelon")))


@pytest.fixture
def pages(seance):
    """What somebody reads of the séance, page by page."""

    def pages(user):
        client = Client()
        client.force_login(user)
        addresses = (
            reverse("admin:seance", args=[seance.pk]),
            reverse("admin:edit_series", args=[seance.pk]),
            reverse("admin:cancel_seance", args=[seance.pk]),
            reverse("admin:actions_occurrence_changelist"),
            f"{reverse('admin:calendar')}?jour={seance.local_start:%Y-%m-%d}",
            reverse("admin:index"),
        )
        return [client.get(address).content.decode() for address in addresses]

    return pages


def test_who_works_there_reads_no_place(seance, pages):
    planner = world.user("Marie", "Référente", seance.territory)

    assert not [page for page in pages(planner) if NAMED in page]


def test_who_also_works_in_paris_reads_it_everywhere(seance, pages):
    planner = world.user("Marie", "Référente", seance.territory)
    paris = world.territory("75", "Paris", school_zone="C")
    Membership.objects.create(user=planner, role=Role.objects.get(name="Référente", territory=None), territory=paris)
    found = pages(planner)

    assert [NAMED in page for page in found] == [True] * len(found)
    assert f"{seance.local_start:%H:%M}" in found[0]


def test_a_super_administrator_reads_it_too(seance, pages, admin_user):
    assert NAMED in pages(admin_user)[0]
