"""Ten weekly séances skipping holidays: three clicks and four fields at most, counted by the page itself; the same without scripts."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from backoffice.actions.models import Occurrence
from tests import world
from tests.booking.dialogs.screens import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
# Counts what a person does: presses on the mouse, and fields that she fills in.
COUNTER = """
  const kept = () => JSON.parse(sessionStorage.getItem("done") || '{"clicks": 0, "fields": []}');
  const keep = (done) => sessionStorage.setItem("done", JSON.stringify(done));
  addEventListener("mousedown", () => { const done = kept(); done.clicks += 1; keep(done); }, true);
  addEventListener("input", (event) => {
    const done = kept();
    if (!done.fields.includes(event.target.name)) { done.fields.push(event.target.name); keep(done); }
  }, true);
"""


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=12)


def asks_for_ten_thursdays(page: Page) -> None:
    page.get_by_role("link", name="Nouvelle action collective").first.click()
    page.get_by_label("Motif").select_option(label="Préparation à la naissance")
    page.get_by_label("Première séance").fill("2027-01-07")
    page.get_by_label("Heure de début").fill("14:00")
    page.get_by_label("Nombre de séances").fill("10")


def has_ten_thursdays() -> None:
    walls = [f"{each.local_start:%d/%m %H:%M}" for each in Occurrence.objects.order_by("starts_at")]
    assert len(walls) == 10
    assert (walls[0], walls[-1]) == ("07/01 14:00", "25/03 14:00")
    assert not {"18/02 14:00", "25/02 14:00"} & set(walls)


def test_ten_weekly_seances_skipping_holidays_in_three_clicks_and_four_fields(
    page: Page, live_server, sign_in, claire, motif
):
    sign_in(claire)
    page.add_init_script(COUNTER)
    page.goto(live_server.url + url("actions_occurrence_changelist"))
    asks_for_ten_thursdays(page)
    page.keyboard.press("Tab")

    expect(page.get_by_role("heading", name="10 séances, du 7 janv. 2027 au 25 mars 2027")).to_be_visible()
    expect(page.locator(".bo-plan-skipped")).to_have_count(2)
    expect(page.locator(".bo-plan-skipped").first).to_contain_text("vacances d’hiver")
    page.get_by_role("button", name="Créer 10 séances").click()
    expect(page.get_by_text("C’est noté").first).to_be_visible()

    done = page.evaluate("JSON.parse(sessionStorage.getItem('done'))")
    assert done["clicks"] <= 3
    assert len(done["fields"]) <= 4, done["fields"]
    has_ten_thursdays()


@pytest.mark.slow
def test_a_date_is_removed_and_moved_in_the_preview_without_leaving_the_page(
    page: Page, live_server, sign_in, claire, motif
):
    sign_in(claire)
    page.goto(live_server.url + url("actions_occurrence_changelist"))
    asks_for_ten_thursdays(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Retirer jeu. 14 janv. 2027").click()
    expect(page.locator(".bo-plan-removed")).to_have_count(1)
    page.get_by_label("Déplacer jeu. 21 janv. 2027").click()
    page.get_by_label("Nouveau jour, au lieu de jeu. 21 janv. 2027").fill("2027-01-22")
    page.get_by_label("Nouvelle heure, au lieu de jeu. 21 janv. 2027").fill("09:30")
    page.locator("button[name=move][value='2027-01-21']").click()
    expect(page.locator(".bo-plan-moved")).to_contain_text("ven. 22 janv. 2027, 09:30–11:30")
    page.get_by_role("button", name="Créer 9 séances").click()
    expect(page.get_by_text("C’est noté").first).to_be_visible()

    walls = [f"{each.local_start:%d/%m %H:%M}" for each in Occurrence.objects.order_by("starts_at")]
    assert walls[:3] == ["07/01 14:00", "22/01 09:30", "28/01 14:00"]


@pytest.mark.slow
def test_the_same_without_scripts(browser: Browser, live_server, claire, motif):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    client = Client()
    client.force_login(claire)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + url("new_action"))
    page.get_by_label("Motif").select_option(label="Préparation à la naissance")
    page.get_by_label("Première séance").fill("2027-01-07")
    page.get_by_label("Heure de début").fill("14:00")
    page.get_by_label("Nombre de séances").fill("10")
    page.get_by_role("button", name="Aperçu des dates").click()
    page.get_by_role("button", name="Créer 10 séances").click()
    expect(page.get_by_text("C’est noté").first).to_be_visible()
    context.close()
    has_ten_thursdays()
