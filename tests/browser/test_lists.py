"""A list is pasted, corrected and enrolled; presences are ticked on a phone, with a thumb and without reloading; a person is oriented elsewhere.

Screenshots are left in var/screenshots."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from backoffice.booking.models import Participation
from backoffice.booking.tasks import enrol_lists
from tests import world
from tests.booking.dialogs.screens import enrolled, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
LIST = "Nom\tPrénom\tTéléphone\nDumas\tInès\t06 39 98 00 01\nMartin\tLou\t06 39\nBenali\tKarim\t06 39 98 00 03\n"


@pytest.fixture
def look(page: Page):
    def look(name: str, size: dict[str, int] | None = None, theme: str = "light") -> None:
        folder = settings.BASE_DIR / "var" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        page.set_viewport_size(size or DESK)
        page.emulate_media(color_scheme=theme)
        if theme == "dark":
            page.reload()
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= (size or DESK)["width"], (
            f"{name} scrolls sideways"
        )
        page.emulate_media(color_scheme="light")

    return look


@pytest.fixture
def seance(crest):
    motif = world.motif(crest, default_seats=2)
    return world.occurrence(world.action(crest, motif), venue=world.venue(crest.territory))


def test_a_list_from_paste_to_report(page, live_server, sign_in, nadia, seance, look):
    sign_in(nadia)
    page.goto(live_server.url + url("seance", seance.pk))
    page.get_by_text("Autres actes").click()
    page.get_by_role("link", name="Inscrire une liste").click()
    page.get_by_label("Coller la liste").fill(LIST)
    look("list-paste")
    page.get_by_role("button", name="Vérifier la liste").click()
    expect(page.locator("#batch .bo-status")).to_contain_text("3 lignes : 2 prêtes, 1 à corriger.")
    look("list-verified")
    look("list-verified-375", PHONE)
    look("list-verified-dark", DESK, "dark")
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="Corriger la ligne 3").click()
    page.locator("#bo-dialog").get_by_label("Téléphone").fill("06 39 98 00 02")
    look("list-line")
    page.locator("#bo-dialog").get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#batch .bo-status")).to_contain_text("3 lignes : 3 prêtes.")
    page.get_by_role("button", name="Inscrire 3 personnes").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    enrol_lists()
    expect(page.locator("#batch .bo-status")).to_have_text("3 lignes : 2 inscrites, 1 en attente.", timeout=15_000)
    look("list-done")
    with page.expect_download() as report:
        page.get_by_role("link", name="Télécharger le compte rendu").click()
    assert "Dumas" in report.value.path().read_text(encoding="utf-8-sig")


@pytest.fixture
def past(seance, nadia, crest):
    """A séance that has just ended, with two people."""
    for number, (last, first) in enumerate([("Dumas", "Inès"), ("Martin", "Lou")], 1):
        enrolled(nadia, seance, world.usager(crest, last, first, phone=f"06 39 98 00 0{number}"))
    length = seance.ends_at - seance.starts_at
    seance.ends_at = timezone.now()
    seance.starts_at = seance.ends_at - length
    seance.save()
    return seance


def states():
    return list(Participation.objects.order_by("usager__last_name").values_list("state", flat=True))


def test_presences_with_a_thumb(page, live_server, sign_in, nadia, past, look):
    page.set_viewport_size(PHONE)
    sign_in(nadia)
    page.goto(live_server.url + url("attendance", past.pk))
    page.evaluate("window.sameDocument = true")
    for button in page.locator(".bo-marks button, .bo-button-wide").all():
        assert button.bounding_box()["height"] >= 44
    look("presences", PHONE)
    dumas = page.get_by_role("group", name="Présence de DUMAS Inès")
    dumas.get_by_role("button", name="Absent").click()
    expect(page.get_by_role("status").filter(has_text="à noter")).to_contain_text("Il reste 1 personne à noter sur 2.")
    expect(dumas.get_by_role("button", name="Absent")).to_have_attribute("aria-pressed", "true")
    expect(dumas.get_by_role("button", name="Absent")).to_be_focused()
    page.get_by_role("button", name=re.compile("Annuler « DUMAS Inès")).click()
    expect(page.get_by_role("status").filter(has_text="à noter")).to_contain_text("Il reste 2 personnes")
    page.get_by_role("button", name="Tout le monde est là").click()
    expect(page.get_by_role("status").filter(has_text="noté")).to_contain_text("Tout est noté (2 personnes).")
    page.get_by_role("group", name="Présence de MARTIN Lou").get_by_role("button", name="En retard").click()
    expect(page.get_by_role("button", name=re.compile("Annuler « MARTIN Lou"))).to_be_visible()
    look("presences-noted", PHONE)
    assert page.evaluate("window.sameDocument") is True, "the page was never reloaded"
    assert states() == ["seen", "late"]

    page.context.set_offline(True)
    page.get_by_role("group", name="Présence de MARTIN Lou").get_by_role("button", name="Absent").click()
    expect(page.locator("#sheet-trouble")).to_contain_text("Pas de connexion")
    page.context.set_offline(False)
    page.get_by_role("group", name="Présence de MARTIN Lou").get_by_role("button", name="Excusé").click()
    expect(page.get_by_text("Avaient annulé (1)")).to_be_visible()
    expect(page.locator("#sheet-head")).to_have_count(1)
    page.get_by_role("button", name=re.compile("Annuler « MARTIN Lou")).click()
    expect(page.get_by_role("status").filter(has_text="Annulé : MARTIN Lou")).to_be_visible()
    page.get_by_role("button", name="Clore la feuille").click()
    expect(page.get_by_text("Feuille close par Nadia Test")).to_be_visible()
    look("presences-closed", PHONE)
    look("presences-closed-dark", PHONE, "dark")
    assert states() == ["seen", "late"]


def test_presences_without_script(browser, live_server, sign_in, nadia, past, context):
    sign_in(nadia)
    bare = browser.new_context(java_script_enabled=False, viewport=PHONE, storage_state=context.storage_state())
    page = bare.new_page()
    page.goto(live_server.url + url("attendance", past.pk))
    page.get_by_role("group", name="Présence de DUMAS Inès").get_by_role("button", name="Absent").click()
    assert page.url.endswith(f"#p{Participation.objects.get(usager__last_name='Dumas').pk}")
    page.get_by_role("button", name="Tout le monde est là").click()
    assert states() == ["noshow", "seen"]
    bare.close()


HASTE = """letters => new MutationObserver((_, observer) => {
  const field = document.querySelector("#bo-dialog[open] #enrol-q");
  if (!field) return;
  observer.disconnect();
  field.value = letters;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document.body, { attributes: true, childList: true, subtree: true })"""


def test_what_is_typed_the_instant_a_dialog_opens_is_heard(page, live_server, sign_in, nadia, seance, crest):
    world.usager(crest, "Dumas", "Inès")
    sign_in(nadia)
    page.goto(live_server.url + url("seance", seance.pk))
    page.evaluate(HASTE, "dum")
    page.get_by_role("link", name="Inscrire", exact=True).first.click()
    expect(page.locator("#bo-dialog").get_by_role("button", name=re.compile("DUMAS"))).to_be_visible()


def test_somebody_is_oriented_elsewhere_and_the_sheet_is_printed(page, live_server, sign_in, nadia, drome, past, look):
    drome.identity_sharing = "organisation"
    drome.save()
    die = world.organisation(drome, "CMS de Die")
    open_motif = world.motif(die, "Atelier lecture", openness="territory")
    world.occurrence(world.action(die, open_motif), venue=world.venue(drome, "Médiathèque de Die"))
    sign_in(nadia)
    page.goto(live_server.url + url("orient_list"))
    look("orient")
    page.get_by_role("link", name=re.compile("Orienter vers Atelier lecture")).click()
    page.get_by_label("Qui ?").fill("dum")
    page.locator("#bo-dialog").get_by_role("button", name=re.compile("DUMAS")).click()
    page.get_by_label(re.compile(r"Téléphone\s:")).check()
    look("orient-confirm")
    look("orient-confirm-375", PHONE)
    page.get_by_role("button", name="Inscrire").click()
    expect(page.get_by_text("C’est noté pour DUMAS Inès")).to_be_visible()
    page.goto(live_server.url + url("prescriptions"))
    look("orientations")
    look("orientations-375", PHONE)
    page.goto(live_server.url + url("sign_in_sheet", past.pk))
    page.emulate_media(media="print")
    look("sign-in-sheet")
