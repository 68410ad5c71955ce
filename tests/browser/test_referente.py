"""The référente's whole story in a real browser: a draft, findings, a scenario, a trial, publication, a mistake, the return, the people called back.

Screenshots are left in var/screenshots (6-…), at 1280 and 375 px, light and dark: these are the pages to look at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from backoffice.booking.enums import State
from backoffice.booking.services import advance_replays, book
from backoffice.booking.values import Actor
from backoffice.notifications.services.waking import beat
from backoffice.policies.models import Policy, PolicyRevision
from tests import world
from tests.booking.dialogs.screens import enrolled, url
from tests.browser.conftest import wear

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
WIDE = 1280
SEVERE = {"serious", "critical"}


@pytest.fixture
def motif(crest):
    """A motif with a séance, and Paul, 22, who will want to come."""
    row = world.motif(crest, "Atelier lecture")
    world.occurrence(world.action(crest, row))
    world.usager(crest, "Durand", "Paul", birth_date=date(timezone.localdate().year - 22, 1, 1))
    return row


@pytest.fixture
def at(page: Page, live_server, sign_in, claire):
    """Claire's browser, at an address of the console."""
    sign_in(claire)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))

    def at(address: str) -> Page:
        page.goto(live_server.url + address)
        return page

    yield at
    assert problems == []


def is_accessible(page: Page) -> None:
    """No serious fault, in both themes."""
    found = []
    for theme in ("light", "dark"):
        wear(page, theme)
        faults = Axe().run(page).response["violations"]
        found += [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in faults if one["impact"] in SEVERE]
    wear(page, "light")
    assert found == []


def choose(page: Page, field: Locator, value: str) -> None:
    """Pick in a list that changes what is asked next, and wait for what comes."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        field.select_option(value)
    expect(field).to_have_value(value)
    expect(page.locator(".htmx-request")).to_have_count(0)


def opened(page: Page, field: Locator) -> None:
    """The page of this field, its scripts listening: what is typed before is not heard."""
    expect(field).to_be_visible()
    page.wait_for_load_state("load")


def creates_a_policy(at, motif) -> Policy:
    page = at(url("new_policy"))
    page.get_by_label("Nom").fill("Atelier lecture")
    page.get_by_label("Code").fill("lecture")
    page.get_by_label("Atelier lecture").check()
    page.get_by_role("button", name="Créer la politique").click()
    expect(page.get_by_text("Aucune règle : tout le monde peut s’inscrire")).to_be_visible()
    return Policy.objects.get()


def fills_a_sentence(page: Page, look) -> None:
    """With the keyboard alone: the sentence is read back as it is filled, and nothing is saved before she says so."""
    page.get_by_role("link", name="Ajouter une règle").press("Enter")
    look("6-1-gabarits", WIDE)
    is_accessible(page)
    page.get_by_role("link", name="Tranche d’âge").press("Enter")
    opened(page, page.get_by_label("Les âges : de"))
    page.get_by_label("Les âges : de").press_sequentially("16")
    page.keyboard.press("Tab")
    page.keyboard.type("25")
    page.get_by_role("radio", name="Faire vérifier par un agent").press("Space")
    page.locator("#id_agent").select_option("refuse")
    expect(page.locator("#rule-reading")).to_contain_text("n’est pas entre 16 et 25 ans inclus")
    look("6-2-gabarit", WIDE)
    is_accessible(page)
    page.get_by_role("button", name="Enregistrer la règle").press("Enter")
    expect(page.get_by_text("enregistrée dans le brouillon")).to_be_visible()


def writes_a_contradiction_and_mends_it(page: Page, look) -> None:
    """The finding comes while she writes, without a reload; two conditions of one case that cannot both be true."""
    page.get_by_role("link", name="Ajouter une règle").click()
    page.get_by_role("link", name="Écrire librement").click()
    opened(page, page.get_by_label("Titre"))
    page.get_by_label("Titre").fill("Absences")
    page.get_by_label("Pour la personne elle-même").select_option("approval")
    first = page.get_by_role("group", name="Condition 1", exact=True)
    choose(page, first.get_by_label("Information"), "history.noshow_90_days")
    choose(page, first.get_by_label("Comparaison"), "at_least")
    first.get_by_label("Valeur").fill("3")
    first.get_by_label("Valeur").press("Tab")
    expect(page.locator("#rule-reading")).to_contain_text("sont au moins 3")
    page.get_by_role("button", name="Ajouter une condition").click()
    second = page.get_by_role("group", name="Condition 2", exact=True)
    choose(page, second.get_by_label("Information"), "history.noshow_90_days")
    choose(page, second.get_by_label("Comparaison"), "less_than")
    second.get_by_label("Valeur").fill("2")
    second.get_by_label("Valeur").press("Tab")
    expect(page.locator("#rule-reading .bo-alert-wrong")).to_be_visible()
    look("6-3-constat", WIDE)
    is_accessible(page)
    page.get_by_role("button", name="Retirer la condition 2").click()
    expect(page.get_by_role("group", name="Condition 2", exact=True)).to_have_count(0)
    expect(page.locator("#rule-reading .bo-alert-wrong")).to_have_count(0)
    page.get_by_role("button", name="Enregistrer la règle").click()
    expect(page.get_by_text("enregistrée dans le brouillon")).to_be_visible()
    look("6-4-regles", WIDE)
    is_accessible(page)


def keeps_a_scenario(page: Page, look) -> None:
    page.get_by_role("link", name="Essayer", exact=True).click()
    page.get_by_label("L’âge le jour de la séance").fill("22")
    page.get_by_label("Les absences non excusées depuis 90 jours").fill("0")
    page.get_by_role("button", name="Essayer", exact=True).click()
    expect(page.get_by_role("heading", name="Brouillon : Inscription possible.")).to_be_visible()
    look("6-5-essayer", WIDE)
    page.get_by_label("Nom du scénario").fill("Paul, 22 ans")
    page.get_by_role("button", name="Garder comme scénario").click()
    expect(page.get_by_text("Comme attendu")).to_be_visible()
    look("6-6-scenarios", WIDE)


def tries_beside_the_real_requests(page: Page, look, motif, nadia) -> None:
    """Alix, 40, comes during the trial: she is enrolled all the same, and the trial says that the draft would have refused her."""
    page.get_by_role("link", name="Mettre à l’essai", exact=True).click()
    page.get_by_label("Pourquoi").fill("Voir deux semaines")
    page.get_by_label("Jusqu’au (inclus)").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    look("6-13-mettre-a-l-essai", WIDE)
    is_accessible(page)
    page.get_by_role("button", name="Lancer l’essai").click()
    expect(page.get_by_text("Aucune demande n’est arrivée depuis le début de l’essai.")).to_be_visible()
    assert alix_comes(motif, nadia).state == State.BOOKED
    page.reload()
    expect(page.get_by_text("1 demande sur 1 aurait eu une autre réponse.")).to_be_visible()
    expect(page.get_by_role("row", name="Alix")).to_contain_text("Tranche d’âge")
    look("6-14-essai", WIDE)
    is_accessible(page)
    page.get_by_role("link", name="Arrêter l’essai").click()
    page.get_by_label("Pourquoi").fill("On a compris")
    page.get_by_role("button", name="Arrêter l’essai").click()
    expect(page.get_by_text("Arrêté par Claire Test")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Atelier lecture", exact=True).click()


def alix_comes(motif, nadia):
    organisation = nadia.memberships.get().organisation
    alix = world.usager(organisation, "Moreau", "Alix", birth_date=date(timezone.localdate().year - 40, 1, 1))
    return enrolled(nadia, motif.actions.get().occurrences.get(), alix)


def publishes(page: Page, look, reason: str, picture: str) -> None:
    page.get_by_role("link", name="Publier", exact=True).click()
    look(picture, WIDE)
    is_accessible(page)
    page.get_by_label("Pourquoi").fill(reason)
    page.get_by_role("button", name="Publier ces changements").click()
    expect(page.get_by_text("en service.").first).to_be_visible()


def makes_a_mistake(page: Page, look) -> None:
    """25 becomes 20, and the scenario that would have said so is taken out."""
    page.get_by_role("link", name="Modifier la règle Tranche d’âge").click()
    page.get_by_label("Les âges : à").fill("20")
    page.locator("#id_agent").select_option("refuse")
    page.get_by_role("button", name="Enregistrer la règle").click()
    page.get_by_role("link", name="Publier", exact=True).click()
    expect(page.get_by_text("1 scénario ne passe pas")).to_be_visible()
    expect(page.get_by_text("de 21 à 25 ans").first).to_be_visible()
    look("6-8-publier-erreur", WIDE)
    page.get_by_label("Pourquoi").fill("Plus jeunes")
    page.get_by_role("button", name="Publier ces changements").click()
    expect(page.get_by_text("Ces scénarios ne donnent pas la réponse attendue")).to_be_visible()
    page.get_by_role("link", name="Ne rien faire").click()
    page.get_by_role("link", name="Scénarios").click()
    page.get_by_role("link", name="Retirer Paul, 22 ans").click()
    page.get_by_role("button", name="Retirer le scénario").click()
    page.get_by_role("link", name="Règles", exact=True).last.click()


def reads_what_the_draft_would_have_changed(page: Page, look) -> None:
    """The past, replayed by the worker while she looks: the page asks for itself again."""
    advance_replays(seconds=20)
    page.reload()
    expect(page.get_by_text("Aucune demande n’est arrivée")).to_be_visible()  # it was asked before Alix came
    beat()
    page.get_by_role("button", name="Rejouer de nouveau").click()
    expect(page.locator("#replay progress")).to_be_visible()
    advance_replays(seconds=20)
    page.reload()
    expect(page.get_by_text("1 demande n’a pas pu être rejouée")).to_be_visible()  # her absences were not noted
    page.get_by_role("link", name="Voir qui change, et pourquoi").click()
    expect(page.get_by_text("les absences non excusées depuis 90 jours")).to_be_visible()
    look("6-15-rejeu", WIDE)
    page.get_by_role("main").get_by_role("link", name="Atelier lecture", exact=True).click()


def returns_and_calls_back(page: Page, look) -> None:
    page.get_by_role("link", name="Versions").click()
    look("6-9-versions", WIDE)
    page.get_by_role("link", name="Revenir à la version 1").click()
    look("6-10-revenir", WIDE)
    page.get_by_label("Pourquoi").fill("Erreur sur l’âge")
    page.get_by_role("button", name="Remettre en service la version 1").click()
    expect(page.get_by_text("1 personne aurait eu une meilleure réponse avec la version 1.")).to_be_visible()
    look("6-11-rappeler", WIDE)
    is_accessible(page)
    page.get_by_role("link", name="Inscrire DURAND Paul").click()
    page.get_by_role("dialog").get_by_role("button", name="Inscrire").click()
    expect(page.get_by_text("Personne n’aurait eu une meilleure réponse avec la version 1.")).to_be_visible()


@pytest.mark.slow
def test_a_referente_writes_tries_publishes_errs_returns_and_calls_people_back(page, at, look, motif, nadia):
    page.set_viewport_size({"width": WIDE, "height": 900})
    policy = creates_a_policy(at, motif)
    fills_a_sentence(page, look)
    writes_a_contradiction_and_mends_it(page, look)
    keeps_a_scenario(page, look)
    tries_beside_the_real_requests(page, look, motif, nadia)
    reads_what_the_draft_would_have_changed(page, look)
    publishes(page, look, "Décision du comité", "6-7-publier")
    at(url("policy", policy.pk))
    makes_a_mistake(page, look)
    publishes(page, look, "Plus jeunes", "6-8-publier-sans-scenario")
    refused = paul_asks(motif, nadia, "erreur")
    at(url("policy", policy.pk))
    returns_and_calls_back(page, look)

    assert refused.decision.outcome == "refuse"
    assert refused.decision.usager.participations.get().state == State.BOOKED
    assert list(PolicyRevision.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    at(url("policy_grid", policy.pk))
    look("6-12-tableau", WIDE)
    is_accessible(page)


def paul_asks(motif, nadia, key):
    action = motif.actions.get()
    seance, paul = action.occurrences.get(), nadia.memberships.get().organisation.usagers.get(first_name="Paul")
    return book(occurrence_id=seance.pk, usager_id=paul.pk, actor=Actor.agent(nadia), idempotency_key=key)


def test_without_script_the_sentence_and_the_choices_come_with_a_button(
    browser, live_server, sign_in, claire, motif, context
):
    sign_in(claire)
    policy = Policy.objects.create(territory=motif.territory, code="lecture", name="Lecture")
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(live_server.url + url("new_rule", policy.pk))
    page.get_by_label("Titre").fill("Absences")
    page.get_by_label("Pour la personne elle-même").select_option("refuse")
    page.get_by_label("Information").select_option("history.noshow_90_days")
    page.get_by_role("button", name="Mettre à jour la phrase et les choix").click()
    page.get_by_label("Valeur").fill("3")
    page.get_by_role("button", name="Enregistrer la règle").click()

    expect(page.get_by_text("les absences non excusées depuis 90 jours sont").first).to_be_visible()
    plain.close()
