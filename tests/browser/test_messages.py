"""From what did not arrive to what is sent again, and a message written to a whole séance: what is shown on the telephone is what is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backoffice.notifications.enums import Event, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from tests import world
from tests.booking.dialogs.screens import enrolled

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def seance(crest, drome):
    return world.occurrence(world.action(crest), venue=world.venue(drome))


def test_what_did_not_arrive_is_sent_again_as_it_is_shown(page, live_server, sign_in, nadia, crest, seance, look):
    enrolled(nadia, seance, world.usager(crest))
    OutboxMessage.objects.update(state=MessageState.UNDELIVERED, trouble=Trouble.NOT_REACHED)
    sign_in(nadia)
    page.goto(live_server.url + reverse("admin:undelivered"))
    look("non-remis")
    page.get_by_role("link", name="Renvoyer à").click()
    shown = page.locator("dialog .bo-bubble").inner_text()
    page.locator("dialog").get_by_role("button", name="Renvoyer").click()
    page.get_by_text("aucun message n’attend").wait_for()

    assert OutboxMessage.objects.latest("pk").body == shown
    page.get_by_role("button", name="Retenir").click()
    page.wait_for_load_state()
    assert OutboxMessage.objects.latest("pk").state == MessageState.CANCELLED


def test_a_message_is_written_to_a_seance_and_read_there(page, live_server, sign_in, nadia, crest, seance, look):
    for name in ("Dumas", "Petit"):
        enrolled(nadia, seance, world.usager(crest, name))
    sign_in(nadia)
    page.goto(live_server.url + reverse("admin:seance", args=[seance.pk]))
    page.get_by_role("link", name="Écrire aux inscrits").click()
    page.locator("textarea[name=body]").fill("Entrez par la cour, ")
    page.get_by_role("button", name="{prénom}").click()
    page.locator(".bo-bubble", has_text="Entrez par la cour, Inès").first.wait_for()
    assert "2 personnes par SMS" in page.locator(".bo-status").inner_text()
    look("ecrire")
    shown = page.locator(".bo-bubble").first.inner_text()
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("2 messages vont partir").wait_for()

    assert set(OutboxMessage.objects.filter(event=Event.WRITTEN).values_list("body", flat=True)) == {shown}
    page.get_by_text("Messages écrits aux inscrits (1)").click()
    assert page.get_by_text("Entrez par la cour, {prénom}").is_visible()
