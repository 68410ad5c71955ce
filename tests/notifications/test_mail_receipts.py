"""What the provider of e-mails says afterwards: believed with the signature that the e-mail carried, never taken back by an older word."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from django.core import mail
from django.urls import reverse

from backoffice.notifications.enums import Channel, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.carriers.mail import RECEIPTS
from backoffice.notifications.services.receipts import MAIL_ORDER, goes_further, receipt_url
from tests import world
from tests.notifications.letters import delivered, message_to


@pytest.fixture
def message(crest):
    return delivered(message_to(world.usager(crest, email="ines@example.org"), channel=Channel.EMAIL))


@pytest.fixture
def told(client):
    def tell(message, event, *, carried=None):
        given = carried if carried is not None else json.dumps(mail.outbox[-1].metadata)
        said = {"event": event, "email": "ines@example.org", "message-id": "<1@brevo>", "X-Mailin-custom": given}
        answer = client.post(reverse("mail_receipts"), json.dumps(said), content_type="application/json")
        message.refresh_from_db()
        return answer.status_code

    return tell


def test_the_token_that_left_with_the_e_mail_brings_its_receipt_back(message, told):
    assert mail.outbox[-1].metadata == {"accuse": receipt_url(message).rpartition("/")[2]}
    assert told(message, "hard_bounce") == 204
    assert (message.state, message.trouble) == (MessageState.UNDELIVERED, Trouble.WRONG_MAILBOX)
    for event in ("request", "soft_bounce", "opened", "whatever"):
        assert told(message, event) == 204
    assert message.trouble == Trouble.WRONG_MAILBOX, "an older or unknown word changes nothing"
    assert told(message, "delivered") == 204
    assert message.state == MessageState.DELIVERED


@pytest.mark.parametrize(
    "carried", ["", "{}", "[]", "[" * 10_000, "pas du json", '{"accuse": 12}', '{"accuse": "1.forged"}']
)
def test_without_our_signature_nothing_is_believed(carried, message, told):
    assert told(message, "delivered", carried=carried) == 404
    assert message.state == MessageState.SENT


def test_whatever_their_order_the_furthest_word_wins():
    for said in permutations(MAIL_ORDER):
        row = OutboxMessage(channel=Channel.EMAIL, state=MessageState.SENT)
        for receipt in said:
            if goes_further(row, receipt):
                row.state, row.trouble = receipt
        assert (row.state, row.trouble) == MAIL_ORDER[-1]
    assert set(RECEIPTS.values()) == set(MAIL_ORDER)
