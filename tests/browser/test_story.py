"""The story of the minutes in a real browser: Claire configures, Nadia fills with three letters and Enter, the next person waits and is promoted.

Screenshots are left in var/screenshots, at 1440 and 375 px, light and dark."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backoffice.actions.models import Occurrence
from backoffice.booking.models import Participation
from backoffice.catalogue.models import Motif, TypeLabel
from backoffice.directory.models import Service
from tests import world
from tests.booking.dialogs.screens import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def configured(crest):
    """What the territory already has: a service, a label, a room, three people."""
    Service.objects.create(territory=crest.territory, name="PMI", short_name="PMI")
    TypeLabel.objects.create(
        territory=crest.territory, internal_name="Atelier PMI", public_name="Atelier", sms_name="Atelier"
    )
    world.venue(crest.territory, organisation=crest)
    for number, (last_name, first_name) in enumerate([("Dumas", "Inès"), ("Martin", "Lou"), ("Durand", "Aya")]):
        world.usager(crest, last_name, first_name, phone=f"06 39 98 00 1{number}")


def choose(page: Page, field: str, typed: str) -> None:
    """Pick in a list that searches: open, type, Enter."""
    page.locator(f".field-{field} .select2-selection").click()
    page.keyboard.type(typed)
    page.locator(".select2-results__option", has_text=typed).first.click()


def enrol(page: Page, letters: str) -> None:
    """« Inscrire », three letters, Enter, Enter."""
    page.get_by_role("link", name="Inscrire", exact=True).first.click()
    box = page.get_by_label("Qui ?")
    expect(box).to_be_focused()
    box.press_sequentially(letters, delay=60)
    expect(page.locator(".bo-people button", has_text=letters.upper())).to_be_visible()
    box.press("Enter")
    expect(page.locator("button[name=wish]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("button[name=wish]")).to_have_count(0)


def creates_the_motif(page: Page, console: str, look) -> None:
    page.goto(console + url("catalogue_motif_add"))
    page.get_by_label("Nom", exact=False).first.fill("Préparation à la naissance")
    choose(page, "service", "PMI")
    choose(page, "type_label", "Atelier PMI")
    choose(page, "organisations", "CMS de Crest")
    page.get_by_text("Places", exact=True).click()
    page.locator("#id_default_seats").fill("2")
    look("1-motif")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("link", name="Préparation à la naissance").first).to_be_visible()


def plans_four_weeks(page: Page, console: str, look) -> Occurrence:
    page.goto(console + url("new_action"))
    page.get_by_label("Motif").select_option(label="Préparation à la naissance")
    page.get_by_label("Organisation").select_option(label="CMS de Crest")
    page.get_by_label("Première séance").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    page.get_by_label("Heure de début").fill("14:00")
    page.get_by_label("Nombre de séances").fill("4")
    page.get_by_role("button", name="Aperçu des dates").click()
    look("2-dates")
    page.get_by_role("button", name="Créer 4 séances").click()
    expect(page.get_by_text("C’est noté").first).to_be_visible()
    return Occurrence.objects.order_by("starts_at").first()


def fills_then_makes_wait(page: Page, look) -> None:
    for letters in ("dum", "mar"):
        enrol(page, letters)
        expect(page.get_by_text("C’est noté").first).to_be_visible()
    look("3-complete")
    enrol(page, "dur")
    expect(page.get_by_text("liste d’attente (1").first).to_be_visible()
    look("4-liste-attente")


def cancels_the_first(page: Page, look) -> None:
    page.get_by_role("link", name="Annuler").first.click()
    page.get_by_role("button", name="Annuler l’inscription").click()
    expect(page.get_by_role("button", name="Annuler l’inscription")).to_have_count(0)
    expect(page.get_by_text("DURAND Aya prend la place").first).to_be_visible()
    look("5-promue")


def test_claire_configures_nadia_fills_the_next_person_waits_then_gets_the_seat(
    page: Page, live_server, sign_in, look, claire, nadia, crest, configured
):
    page.set_default_timeout(20_000)
    sign_in(claire)
    creates_the_motif(page, live_server.url, look)
    assert Motif.objects.get().default_seats == 2
    seance = plans_four_weeks(page, live_server.url, look)

    sign_in(nadia)
    page.goto(live_server.url + url("seance", seance.pk))
    fills_then_makes_wait(page, look)
    cancels_the_first(page, look)
    promoted = Participation.objects.get(usager__last_name="Durand")
    assert promoted.state == "unknown"

    page.goto(live_server.url + url("participation", promoted.pk))
    expect(page.get_by_text("Nadia Test").first).to_be_visible()
    look("6-histoire")
