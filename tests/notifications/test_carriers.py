"""The carriers of the product: e-mail through Django, simulated SMS, and what they answer."""

from __future__ import annotations

import smtplib

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core import mail

from backoffice.notifications.enums import Channel, MessageState
from backoffice.notifications.services.carriers import Email, Verdict
from tests import world
from tests.notifications.letters import delivered, message_to
from tests.notifications.provider import open_for_business


@pytest.fixture
def usager(crest):
    return world.usager(crest, email="ines.dumas@example.org")


def test_an_e_mail_leaves_once_with_an_identity_that_does_not_change(usager, settings):
    settings.DEFAULT_FROM_EMAIL = "Actions <ne-pas-repondre@example.fr>"
    message = delivered(message_to(usager, channel=Channel.EMAIL, subject="Votre\nrendez-vous"))

    (sent,) = mail.outbox
    assert message.state == MessageState.SENT
    assert (sent.to, sent.subject) == (["ines.dumas@example.org"], "Votre rendez-vous")
    assert sent.extra_headers["Message-ID"] == f"<{message.key}@example.fr>"


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"unknown")}), Verdict.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"busy")}), Verdict.LATER),
        (smtplib.SMTPDataError(554, b"spam"), Verdict.REFUSED),
        (smtplib.SMTPDataError(451, b"later"), Verdict.LATER),
        (smtplib.SMTPAuthenticationError(535, b"password"), Verdict.LATER),
        (smtplib.SMTPServerDisconnected("gone"), Verdict.LATER),
        (ConnectionRefusedError(), Verdict.LATER),
        (TimeoutError(), Verdict.LATER),
        (AnymailAPIError("api", status_code=400), Verdict.REFUSED),
        (AnymailAPIError("api", status_code=401), Verdict.LATER),
        (AnymailAPIError("api", status_code=429), Verdict.LATER),
        (AnymailAPIError("api", status_code=502), Verdict.LATER),
        (AnymailRecipientsRefused(), Verdict.REFUSED),
    ],
)
def test_a_mail_server_or_an_api_is_understood(error, verdict):
    assert Email().answer_to(error).verdict == verdict


def test_a_simulated_sms_stays_readable_and_leaves_nothing(usager):
    message = delivered(message_to(usager))

    assert (message.state, message.provider_reference) == (MessageState.SENT, f"simulation-{message.key}")
    assert mail.outbox == []


def test_an_e_mail_leaves_through_the_api_of_a_provider_with_its_appointment(usager, settings):
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    with open_for_business() as provider:
        settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
        settings.ANYMAIL = {"BREVO_API_KEY": "xkeysib-test", "BREVO_API_URL": f"{provider.url}/v3/"}
        message = delivered(message_to(usager, channel=Channel.EMAIL, subject="Votre rendez-vous", calendar=calendar))
    [sent] = provider.taken

    assert message.state == MessageState.SENT
    assert (sent["to"], sent["subject"]) == ([{"email": "ines.dumas@example.org"}], "Votre rendez-vous")
    assert sent["headers"]["Message-ID"].startswith(f"<{message.key}@")
    assert sent["attachment"][0]["name"] == "rendez-vous.ics"
