"""The adapter of the SMS provider, against a server that takes, refuses, hangs, cuts and answers twice: contract of reliability §3.2."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from backoffice.notifications.enums import MessageState, Trouble
from backoffice.notifications.services.carriers import BrevoSms, Envelope, Verdict, brevo
from tests import world
from tests.notifications.letters import delivered, message_to
from tests.notifications.provider import open_for_business, settings_for


@pytest.fixture
def provider(monkeypatch):
    monkeypatch.setattr(brevo, "READ_SECONDS", 0.3)
    with open_for_business() as provider, override_settings(**settings_for(provider)):
        yield provider


@pytest.fixture
def usager(crest):
    return world.usager(crest)


def send(**parts):
    return BrevoSms().send(
        Envelope(**{"key": "k", "address": "+33639980001", "subject": "", "body": "Bonjour", **parts})
    )


def test_the_request_is_the_one_of_the_documentation(provider):
    answer = send(sender="RDV26", receipt_url="https://actions.example.fr/accuse/1.s")

    assert (answer.verdict, answer.reference) == (Verdict.ACCEPTED, "1")
    assert provider.taken == [
        {
            "type": "transactional",
            "sender": "RDV26",
            "recipient": "+33639980001",
            "content": "Bonjour",
            "tag": "k",
            "unicodeEnabled": False,
            "webUrl": "https://actions.example.fr/accuse/1.s",
        }
    ]
    assert provider.headers[0]["api-key"] == "xkeysib-test"


def test_a_dear_letter_leaves_as_it_was_shown_and_a_territory_without_name_uses_the_common_one(provider):
    send(body="Forêt")

    assert (provider.taken[0]["unicodeEnabled"], provider.taken[0]["sender"]) == (True, "Actions")


@pytest.mark.parametrize(
    ("mood", "verdict", "trouble", "is_taken"),
    [
        ("refuse", Verdict.REFUSED, Trouble.REFUSED, False),
        ("stranger", Verdict.LATER, Trouble.ACCOUNT, False),
        ("poor", Verdict.LATER, Trouble.ACCOUNT, False),
        ("hurried", Verdict.LATER, Trouble.UNREACHABLE, False),
        ("broken", Verdict.LATER, Trouble.UNREACHABLE, False),
        ("gateway", Verdict.LOST, "", False),
        ("reset", Verdict.LOST, "", False),
        ("hang", Verdict.LOST, "", True),
        ("cut", Verdict.LOST, "", True),
        ("half", Verdict.ACCEPTED, "", True),
        ("twice", Verdict.ACCEPTED, "", True),
    ],
)
def test_each_answer_is_understood(provider, mood, verdict, trouble, is_taken):
    provider.moods = [mood]
    answer = send()

    assert (answer.verdict, answer.trouble) == (verdict, trouble)
    assert bool(provider.taken) == is_taken


def test_nobody_at_the_address_means_certainly_not_taken(provider):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with override_settings(SMS_PROVIDER={"url": f"http://127.0.0.1:{port}", "key": "k", "sender": "Actions"}):
        assert send().verdict == Verdict.LATER


def test_an_answer_given_twice_is_never_read_as_the_answer_to_another_message(provider):
    provider.moods = ["twice", "refuse"]

    assert [send(key=key).verdict for key in ("a", "b", "c")] == [Verdict.ACCEPTED, Verdict.REFUSED, Verdict.ACCEPTED]
    assert provider.keys == ["a", "c"]


def test_the_provider_says_how_long_to_wait(provider, usager):
    provider.moods, now = ["hurried"], timezone.now()
    message = delivered(message_to(usager), now=now)

    assert (message.state, message.not_before) == (MessageState.DUE, now + timedelta(seconds=900))


@pytest.mark.parametrize("mood", ["hang", "cut", "gateway", "reset"])
def test_a_doubt_is_shown_and_never_sent_again(provider, usager, mood):
    provider.moods = [mood]
    message, now = message_to(usager, in_days=30), timezone.now()
    for days in range(4):
        message = delivered(message, now=now + timedelta(days=days))

    assert (message.state, message.trouble, message.attempts) == (MessageState.UNKNOWN, Trouble.LOST, 1)
    assert len(provider.taken) == (mood in ("hang", "cut"))
    assert [step.state for step in message.steps.all()] == [MessageState.CLAIMED, MessageState.UNKNOWN]


def test_a_doubt_is_settled_when_the_provider_remembers_the_key(provider, usager):
    provider.moods, provider.tells_events = ["cut"], True
    message = delivered(message_to(usager))
    message = delivered(message, now=timezone.now() + timedelta(hours=1))

    assert (message.state, provider.keys) == (MessageState.SENT, [message.key])


def test_the_silence_of_the_provider_about_a_key_proves_nothing(provider):
    assert BrevoSms().lookup("never-seen") is None


def test_the_key_of_the_account_is_in_no_log(provider, usager, caplog):
    provider.moods = ["stranger", "cut"]
    delivered(message_to(usager))
    delivered(message_to(usager))

    assert "xkeysib" not in caplog.text
