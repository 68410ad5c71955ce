"""What the provider says afterwards: believed only at the address that we signed, and never taken back by an older word."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from django.test import override_settings
from django.utils import timezone

from backoffice.notifications.enums import MessageState, StepSource, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import delivery
from backoffice.notifications.services.carriers.brevo import RECEIPTS
from backoffice.notifications.services.receipts import ORDER, goes_further, receipt_url
from tests import world
from tests.notifications.letters import delivered, message_to
from tests.notifications.provider import open_for_business, settings_for


@pytest.fixture
def provider():
    with open_for_business() as provider, override_settings(**settings_for(provider)):
        yield provider


@pytest.fixture
def message(crest, provider):
    return delivered(message_to(world.usager(crest)))


@pytest.fixture
def told(client):
    """Say something at the address of a message, as the provider does."""

    def tell(message, status, *, url=""):
        body = {"id": 1, "to": "33639980001", "messageId": 1, "msg_status": status, "type": "transactional"}
        path = (url or receipt_url(message)).removeprefix("http://localhost:8000")
        answer = client.post(path, json.dumps(body), content_type="application/json")
        message.refresh_from_db()
        return answer.status_code

    return tell


def test_the_address_given_to_the_provider_is_the_one_that_answers(provider, message, told):
    given = provider.taken[0]["webUrl"]

    assert told(message, "delivered", url=given) == 204
    assert message.state == MessageState.DELIVERED
    assert [(step.state, step.source) for step in message.steps.all()] == [
        (MessageState.SENT, StepSource.WORKER),
        (MessageState.DELIVERED, StepSource.RECEIPT),
    ]


def test_a_late_a_repeated_and_an_unknown_word_change_nothing(message, told):
    for status in ("delivered", "sent", "delivered", "soft_bounce", "whatever"):
        assert told(message, status) == 204

    assert (message.state, message.trouble, message.steps.count()) == (MessageState.DELIVERED, "", 2)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        ("soft_bounce", Trouble.NOT_REACHED),
        ("hard_bounce", Trouble.WRONG_NUMBER),
        ("blacklisted", Trouble.OPPOSED),
        ("rejected", Trouble.REFUSED),
    ],
)
def test_what_did_not_arrive_says_why(message, told, status, trouble):
    told(message, status)

    assert (message.state, message.trouble) == (MessageState.UNDELIVERED, trouble)
    assert OutboxMessage.objects.to_look_at().get() == message


def test_a_telephone_switched_on_again_receives(message, told):
    told(message, "soft_bounce")
    told(message, "delivered")

    assert (message.state, message.trouble) == (MessageState.DELIVERED, "")


def test_the_order_of_arrival_never_matters():
    """Every order of everything that may be said, and of every part of it: the furthest word wins."""
    for length in range(1, len(ORDER) + 1):
        for said in permutations(ORDER, length):
            message = OutboxMessage(state=MessageState.SENT)
            for receipt in (*said, said[0]):
                if goes_further(message, receipt):
                    message.state, message.trouble = receipt
            assert (message.state, message.trouble) == max(said, key=ORDER.index)


def test_every_word_of_the_provider_has_its_rank():
    assert set(RECEIPTS.values()) == set(ORDER)


def test_a_receipt_before_the_answer_wins_and_the_number_is_kept(crest, provider, told, monkeypatch):
    message, hand_over = message_to(world.usager(crest)), delivery.hand_over

    def told_meanwhile(row):
        answer = hand_over(row)
        told(message, "delivered")
        return answer

    monkeypatch.setattr(delivery, "hand_over", told_meanwhile)
    message = delivered(message)

    assert (message.state, message.provider_reference) == (MessageState.DELIVERED, "1")


@pytest.mark.parametrize("state", [MessageState.UNKNOWN, MessageState.DUE, MessageState.CLAIMED])
def test_a_receipt_settles_a_doubt_and_nothing_leaves_again(crest, provider, told, state):
    message = message_to(world.usager(crest), state=state, attempts=1, trouble=Trouble.LOST)
    told(message, "sent")
    message = delivered(message, now=timezone.now())

    assert (message.state, message.trouble, provider.taken) == (MessageState.SENT, "", [])
    assert message.sent_at


def test_an_address_that_was_not_signed_tells_nothing_and_changes_nothing(client, message):
    right = receipt_url(message).removeprefix("http://localhost:8000")
    key, _, signature = right.rpartition("/")[2].partition(".")
    wrong = [
        right[:-1],
        f"{right}x",
        f"/accuse/{int(key) + 1}.{signature}",
        f"/accuse/{key}",
        f"/accuse/{key}.",
        "/accuse/x.y",
    ]
    answers = [client.post(path, b'{"msg_status": "hard_bounce"}', content_type="application/json") for path in wrong]
    message.refresh_from_db()

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert message.state == MessageState.SENT


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'"delivered"', b"{" * 20_000])
def test_what_is_not_a_receipt_is_refused(client, message, body):
    path = receipt_url(message).removeprefix("http://localhost:8000")

    assert client.post(path, body, content_type="application/json").status_code == 400
    assert client.get(path).status_code == 405


def test_a_receipt_needs_no_cookie_and_gives_none(message):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    path = receipt_url(message).removeprefix("http://localhost:8000")
    answer = client.post(path, b'{"msg_status": "delivered"}', content_type="application/json")

    assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})
