"""« Changing a label in the admin changes the next SMS »: from the edit to the telephone on screen, without a page of code."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backoffice.notifications.models import OutboxMessage
from tests import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def seance(crest, drome):
    return world.occurrence(world.action(crest), venue=world.venue(drome))


def enrol(page, console, seance, person):
    page.goto(f"{console}{reverse('admin:enrol', args=[seance.pk])}?usager={person.pk}")
    page.get_by_role("button", name="Inscrire").click()
    page.wait_for_load_state()
    return OutboxMessage.objects.get(usager=person)


def read_phone(page, console, message):
    page.goto(console + reverse("admin:notifications_outboxmessage_change", args=[message.pk]))
    return page.locator(".bo-bubble").inner_text(), page.locator(".bo-measure").inner_text()


def test_a_label_changed_in_the_admin_is_read_on_the_next_phone(
    page, live_server, sign_in, claire, nadia, crest, seance
):
    console, label = live_server.url, seance.action.motif.type_label
    sign_in(nadia)
    before = enrol(page, console, seance, world.usager(crest, "Dumas"))

    sign_in(claire)
    page.goto(console + reverse("admin:catalogue_typelabel_change", args=[label.pk]))
    page.locator("#id_sms_name").fill("Stage « Éveil »")
    page.locator(".bo-bubble", has_text="Stage « Éveil »").first.wait_for()
    assert "UCS-2" in page.locator(".bo-measure").first.inner_text()
    page.locator("#id_sms_name").fill("Stage bébé")
    page.locator(".bo-bubble", has_text="Stage bébé").first.wait_for()
    promised = page.locator(".bo-bubble").first.inner_text(), page.locator(".bo-measure").first.inner_text()
    page.locator("[name=_save]").first.click()
    page.wait_for_load_state()

    sign_in(nadia)
    after = enrol(page, console, seance, world.usager(crest, "Petit"))
    assert read_phone(page, console, after) == promised
    assert "Stage bébé Préparation à la naissance" in promised[0]
    assert "Atelier Préparation" in read_phone(page, console, before)[0]


def test_a_word_is_inserted_and_a_dear_character_replaced_as_one_types(page, live_server, sign_in, claire, seance):
    sign_in(claire)
    address = reverse("admin:motif_wording", args=[seance.action.motif_id, "booked", "sms"])
    page.goto(live_server.url + address)
    page.locator("textarea[name=body]").fill("C’est noté, rendez-vous avec toute l'équipe, à tout de suite : ")
    page.get_by_role("button", name="{lieu}").click()
    page.locator(".bo-bubble", has_text="suite : CMS de Crest, salle 2").first.wait_for()
    page.get_by_role("button", name="Remplacer par '").first.click()
    page.locator(".bo-measure", has_text="1 SMS").first.wait_for()

    assert page.locator("textarea[name=body]").input_value().startswith("C'est noté")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    assert page.get_by_text("propre à").count() or page.get_by_text("vient du motif").count()
