"""The messages of one person: every one of them in order, what became of it, what to do, and one sent again as it is shown."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.services import cancel
from backoffice.booking.values import Actor
from backoffice.notifications.enums import Channel, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import deliver_due
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, key_of, text, url


@pytest.fixture
def ines(crest):
    return world.usager(crest, "Dumas", "Inès", phone="06 39 98 00 12", email="ines@example.org")


@pytest.fixture
def booked(nadia, seance, ines):
    return enrolled(nadia, seance, ines)


@pytest.fixture
def message(booked):
    """The confirmation, which left."""
    row = OutboxMessage.objects.get(usager=booked.usager_id)
    row.state, row.sent_at = MessageState.SENT, timezone.now()
    row.save()
    return row


def send_again(client, message, channel="sms", key=""):
    shown = client.get(url("resend", message.pk))
    typed = {"channel": channel, "key": key or key_of(shown)}
    return shown, client.post(url("resend", message.pk), typed)


def page_of(user, participation):
    return html.unescape(text(browser(user).get(url("participation", participation.pk))))


def test_the_page_tells_each_message_to_whom_when_and_as_it_was_sent(nadia, booked, message):
    page = page_of(nadia, booked)

    for told in ("Inscription confirmée", "SMS au 06 •• •• •• 12", "Envoyé", "Parti le", "Écrit le", message.body[:40]):
        assert told in page
    assert "06 39 98 00 12" not in page.split('id="messages"')[1]


def test_it_says_where_it_was_sent_even_after_the_number_was_corrected(nadia, ines, booked, message):
    OutboxMessage.objects.update(state=MessageState.DUE, sent_at=None, not_before=timezone.now())
    deliver_due(now=timezone.now() + timedelta(seconds=1))
    ines.phone = "+33639980077"
    ines.save()

    page = page_of(nadia, booked)
    assert "SMS au 06 •• •• •• 12" in page
    assert "•• 77" not in page.split('id="messages"')[1]


def test_what_did_not_arrive_says_why_and_what_to_do(nadia, booked, message):
    OutboxMessage.objects.update(state=MessageState.UNDELIVERED, trouble=Trouble.WRONG_NUMBER)

    page = page_of(nadia, booked)
    assert "Le numéro n’existe pas ou ne reçoit pas de SMS." in page
    assert "Corrigez le numéro dans sa fiche, puis renvoyez. Sinon : appelez la personne." in page


def test_somebody_who_does_not_read_the_file_reads_no_number(drome, die, seance, nadia, booked, message):
    elsewhere = world.usager(die, "Petit", "Léa", phone="06 39 98 00 77")
    message.usager.organisations.set([die])

    page = page_of(nadia, booked)
    assert "à l’adresse de sa fiche, suivie par une autre organisation" in page
    assert "•• 12" not in page.split('id="messages"')[1]
    assert elsewhere.pk


def test_what_leaves_again_is_what_is_shown_with_the_texts_of_today(nadia, seance, message):
    label = seance.action.motif.type_label
    label.sms_name = "Stage"
    label.save()

    shown, answer = send_again(browser(nadia), message)
    copy = OutboxMessage.objects.exclude(pk=message.pk).get()
    assert answer.status_code == 302
    assert "Stage" in copy.body
    assert shown.context["cases"][0]["text"].body == copy.body
    assert (copy.copy_of, copy.author, copy.state) == (message, nadia, MessageState.DUE)
    assert "demandé par Nadia" in page_of(nadia, message.usager.participations.get())


def test_the_same_form_sent_twice_leaves_once(nadia, message):
    client = browser(nadia)
    for _click in range(2):
        send_again(client, message, key="once")

    assert OutboxMessage.objects.count() == 2


def test_without_portable_it_leaves_by_e_mail(nadia, ines, message):
    ines.phone = ""
    ines.save()

    shown, _answer = send_again(browser(nadia), message, channel="email")
    assert [case["channel"] for case in shown.context["cases"]] == [Channel.EMAIL]
    assert OutboxMessage.objects.latest("pk").channel == Channel.EMAIL


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("passed", "La séance est passée"),
        ("opposed", "La personne ne veut pas de message"),
        ("cancelled", "ce message ne serait plus vrai"),
        ("waiting", "Ce message n’est pas encore parti"),
    ],
)
def test_a_useless_message_is_refused_with_the_reason(nadia, seance, ines, booked, message, change, sentence):
    if change == "passed":
        seance.starts_at, seance.ends_at = timezone.now() - timedelta(hours=3), timezone.now() - timedelta(hours=1)
        seance.save()
    elif change == "opposed":
        ines.accepts_sms = ines.accepts_email = False
        ines.save()
    elif change == "cancelled":
        cancel(participation_id=booked.pk, actor=Actor.agent(nadia), by_service=False)
    else:
        OutboxMessage.objects.update(state=MessageState.DUE, sent_at=None)
    before = OutboxMessage.objects.count()

    client = browser(nadia)
    shown = client.get(url("resend", message.pk))
    answer = client.post(url("resend", message.pk), {"channel": "sms", "key": "k"})
    assert sentence in html.unescape(text(shown))
    assert answer.status_code == 200
    assert OutboxMessage.objects.count() == before


def test_a_stranger_finds_nothing_and_a_role_without_the_right_is_told(drome, crest, die, message):
    reader = world.user("Lou", "Agent", drome, crest)
    role = reader.memberships.get().role
    role.activities = [each for each in role.activities if each != "message"]
    role.save()

    assert browser(world.user("Samia", "Agent", drome, die)).get(url("resend", message.pk)).status_code == 404
    assert browser(reader).get(url("resend", message.pk)).status_code == 403
