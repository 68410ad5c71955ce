"""Links that do not exist are limited by network; whoever has the right one, behind the same address, is never refused."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.notifications.services.links import secret_for
from backoffice.public.views import places
from backoffice.public.views.wrong_links import WINDOW_SECONDS, WrongLinks
from tests import world


@pytest.fixture(autouse=True)
def limit(settings, monkeypatch):
    settings.WRONG_LINKS_ALLOWED = 3
    monkeypatch.setattr(places, "wrong_links", WrongLinks())


def opened(secret, act=""):
    return Client(REMOTE_ADDR="192.0.2.7").get(f"/r/{secret}{act}")


def test_too_many_wrong_links_are_told_to_wait_and_the_right_one_opens(crest, nadia):
    seance, person = world.occurrence(world.action(crest, world.motif(crest))), world.usager(crest, "Dumas")
    book(occurrence_id=seance.pk, usager_id=person.pk, actor=Actor.agent(nadia), idempotency_key=uuid.uuid4().hex)
    right = secret_for(person, seance)
    answers = [opened(f"{'x' * 20}{number:02}", act).status_code for number, act in enumerate(["", "/annuler", "", ""])]
    refused = opened("x" * 22)

    assert answers == [404, 404, 404, 429]
    assert "Un lien juste marche toujours." in refused.text
    assert "réessayez dans 10 minutes" in refused.text
    assert refused["Retry-After"] == "600"
    assert refused["Cache-Control"] == "private, no-store"
    assert opened(right).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.8").get(f"/r/{'x' * 22}").status_code == 404, "another network"


def test_it_is_forgotten_after_its_window_and_bounded(monkeypatch):
    links = WrongLinks()
    assert [links.one_more("a", now=0.0) for _ in range(4)] == [False, False, False, True]
    assert not links.one_more("a", now=float(WINDOW_SECONDS))
    monkeypatch.setattr("backoffice.public.views.wrong_links.MOST_ADDRESSES", 2)
    for name in "bcd":
        links.one_more(name, now=1000.0)
    assert list(links.counts) == ["c", "d"]
