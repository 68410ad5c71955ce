"""The port of those who carry messages, and the two that come with the product: e-mail through Django, and simulated SMS.

A carrier never raises for what a provider answers: it says accepted, refused, later or lost. It never sees a person, only an envelope, and
never repeats by itself: trying again is the business of `delivery`, which counts."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.mime.text import MIMEText
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from backoffice.notifications.enums import Channel, Trouble
from backoffice.notifications.services.appointments import method_of

if TYPE_CHECKING:
    from backoffice.people.models import Usager

# The server, not the message, is at fault: wrong password, greeting refused.
SERVER_FAULTS = (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
PERMANENT = range(500, 600)


class Verdict(Enum):
    ACCEPTED = auto()
    REFUSED = auto()  # for ever: another try changes nothing
    LATER = auto()  # certainly not taken: try again
    LOST = auto()  # taken or not, nobody knows


@dataclass(frozen=True)
class Answer:
    """What became of one envelope, and the provider's own number for it."""

    verdict: Verdict
    reference: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class Envelope:
    """What leaves. `key` is stable for a message: a provider that knows references recognises a second try by it."""

    key: str
    address: str
    subject: str
    body: str
    sender: str = ""  # the name that a territory gives to its SMS
    calendar: str = ""  # the appointment that goes with an e-mail


class Carrier(Protocol):
    """`may_repeat`: a second copy is harmless, so a lost answer is tried again."""

    may_repeat: bool

    def address_of(self, contact: Usager) -> str:
        """Where this person is reached now; "" when she cannot be."""

    def send(self, envelope: Envelope) -> Answer:
        """Hand over one envelope, waiting at most a few seconds."""

    def lookup(self, key: str) -> bool | None:
        """Was the envelope of this key taken? None when the provider cannot say."""


class Email:
    """Django's mail backend. A repeated e-mail carries the same Message-ID: mail programs show it once."""

    may_repeat = True

    def address_of(self, contact: Usager) -> str:
        return contact.email if contact.accepts_email else ""

    def send(self, envelope: Envelope) -> Answer:
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
        message = EmailMessage(
            subject=" ".join(envelope.subject.split()),
            body=envelope.body,
            to=[envelope.address],
            headers={"Message-ID": f"<{envelope.key}@{domain}>"},
        )
        if envelope.calendar:
            message.attach(appointment_part(envelope.calendar))
        try:
            message.send()
        except OSError as error:  # of which every SMTPException
            return self.answer_to(error)
        return Answer(Verdict.ACCEPTED)

    def answer_to(self, error: OSError) -> Answer:
        """5xx about this message is for ever; all the rest is worth another try."""
        codes = [getattr(error, "smtp_code", 0)]
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            codes = [code for code, _ in error.recipients.values()]
        is_permanent = all(code in PERMANENT for code in codes) and not isinstance(error, SERVER_FAULTS)
        if is_permanent:
            return Answer(Verdict.REFUSED, trouble=Trouble.REFUSED)
        return Answer(Verdict.LATER, trouble=Trouble.UNREACHABLE)

    def lookup(self, key: str) -> bool | None:
        return None


def appointment_part(calendar: str) -> MIMEText:
    """The appointment, in the form that mail programs offer to keep, update and remove by themselves."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", method_of(calendar))
    part.add_header("Content-Disposition", "attachment", filename="rendez-vous.ics")
    return part


class SimulatedSms:
    """Sends nothing: the message, as it would have left, stays readable in « Messages »."""

    may_repeat = True

    def address_of(self, contact: Usager) -> str:
        return contact.phone if contact.can_receive_sms else ""

    def send(self, envelope: Envelope) -> Answer:
        return Answer(Verdict.ACCEPTED, reference=f"simulation-{envelope.key}")

    def lookup(self, key: str) -> bool | None:
        return False


def carrier_of(channel: str) -> Carrier:
    """The carrier that the settings give to a channel."""
    carrier: Carrier = import_string(settings.CARRIERS[Channel(channel).value])()
    return carrier
