"""The page behind the link of an SMS, on a telephone, without scripts: read, cancel in two taps; nothing serious for axe in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from backoffice.booking.enums import State
from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.catalogue.models import Instruction
from backoffice.notifications.services.links import secret_for
from tests import world
from tests.browser.test_accessibility import in_both_themes
from tests.browser.test_forum import shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def place(crest, drome, nadia):
    motif = world.motif(crest, default_seats=1)
    Instruction.objects.create(motif=motif, text="Venez dix minutes avant.", must_be_accepted=True)
    seance = world.occurrence(world.action(crest, motif), venue=world.venue(drome, address="3 rue des Alpes"))
    asked = {"occurrence_id": seance.pk, "usager_id": world.usager(crest).pk, "actor": Actor.agent(nadia)}
    return book(**asked, idempotency_key="place").participation


@pytest.fixture
def address(live_server, place):
    return f"{live_server.url}/r/{secret_for(place.usager, place.occurrence)}"


def test_without_scripts_she_accepts_the_consignes_then_cancels_in_two_taps(browser: Browser, place, address):
    context = browser.new_context(viewport={"width": 375, "height": 800}, locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="Vous avez une place")).to_be_visible()
    shoot(page, "lien-de-la-personne-375")
    page.get_by_label("Venez dix minutes avant.").check()
    page.get_by_role("button", name="J’ai compris, j’accepte").click()
    expect(page.get_by_text("À accepter avant de venir")).to_have_count(0)

    page.get_by_role("link", name="Annuler mon inscription").click()
    page.get_by_role("button", name="Oui, annuler mon inscription").click()
    expect(page.get_by_role("heading", name="Votre inscription est annulée, à votre demande")).to_be_visible()
    assert context.cookies() == []
    context.close()
    place.refresh_from_db()
    assert place.state == State.EXCUSED


def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(page: Page, address, live_server):
    page.set_viewport_size({"width": 320, "height": 800})
    for each in (address, f"{address}/annuler", f"{live_server.url}/r/inconnu"):
        page.goto(each)
        assert in_both_themes(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
