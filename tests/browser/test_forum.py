"""A forum in bands in four clicks, six partners in five, counted by the page itself; the partner reads her column on a phone."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from backoffice.actions.models import OccurrenceGroup
from tests import world
from tests.booking.dialogs.screens import url
from tests.browser.test_series import COUNTER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PARTNERS = ["Mission locale", "France Travail", "AFPA", "Cap emploi", "GRETA", "École de la 2ᵉ chance"]


@pytest.fixture
def action(crest):
    return world.action(crest, world.motif(crest, "Forum des métiers"))


@pytest.fixture
def planner(page: Page, live_server, sign_in, claire, action) -> Page:
    sign_in(claire)
    page.add_init_script(COUNTER)
    page.goto(live_server.url + url("actions_collectiveaction_changelist"))
    page.get_by_role("link", name="Forum des métiers").first.click()
    page.get_by_role("link", name="Journée en tranches ou en postes").click()
    page.get_by_label("Jour", exact=True).fill("2027-03-11")
    page.get_by_label("De", exact=True).fill("09:00")
    page.get_by_label("À (facultatif)", exact=True).fill("12:30")
    return page


def shoot(page: Page, name: str) -> None:
    """Left for eyes in var/screenshots."""
    folder = settings.BASE_DIR / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def done(page: Page) -> dict:
    return page.evaluate("JSON.parse(sessionStorage.getItem('done'))")


def test_a_forum_of_sixty_people_in_four_clicks(planner: Page):
    planner.get_by_label("Personnes par tranche").fill("6")
    planner.keyboard.press("Tab")
    expect(planner.get_by_role("heading", name="60 places = 10 tranches × 6 (il reste 10 min à 12:20)")).to_be_visible()
    planner.get_by_role("button", name="Créer 10 tranches").click()
    expect(planner.get_by_text("C’est noté : 60 places").first).to_be_visible()
    assert done(planner)["clicks"] <= 4
    assert OccurrenceGroup.objects.get().occurrences.count() == 10


def test_six_partners_in_five_clicks_then_arrows_and_a_page_for_one(planner: Page, browser: Browser):
    planner.get_by_label("Personnes par tranche").fill("1")
    planner.get_by_label("Un partenaire par ligne").fill("\n".join(PARTNERS))
    planner.keyboard.press("Tab")
    expect(planner.get_by_role("heading", name="60 places = 6 postes × 10 tranches × 1")).to_be_visible()
    planner.get_by_role("button", name="Créer 60 cases").click()
    expect(planner.get_by_text("C’est noté : 60 places").first).to_be_visible()
    assert done(planner)["clicks"] <= 5
    shoot(planner, "job-dating-grille")

    planner.get_by_role("link", name="09:00–09:20, Mission locale : libre").focus()
    planner.keyboard.press("ArrowRight")
    planner.keyboard.press("ArrowDown")
    expect(planner.get_by_role("link", name="09:20–09:40, France Travail : libre")).to_be_focused()

    planner.get_by_label("Créer la page de AFPA").click()
    planner.get_by_role("button", name="Créer l’adresse").click()
    address = planner.get_by_label("Adresse de la page").input_value()
    context = browser.new_context(viewport={"width": 375, "height": 800}, locale="fr-FR")
    partner = context.new_page()
    partner.goto(address)
    expect(partner.get_by_role("heading", name="AFPA")).to_be_visible()
    expect(partner.get_by_role("row")).to_have_count(11)
    shoot(partner, "job-dating-page-du-partenaire")
    context.close()
