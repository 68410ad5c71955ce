"""E-mail through Django's mail backend: a server (SMTP) or the API of a provider (django-anymail), as the settings say."""

from __future__ import annotations

import smtplib
from email.mime.text import MIMEText
from typing import TYPE_CHECKING, Any

from anymail.exceptions import (
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.conf import settings
from django.core.mail import EmailMessage

from backoffice.notifications.enums import MessageState, Trouble
from backoffice.notifications.services.appointments import calendars_in, method_of
from backoffice.notifications.services.carriers.port import CARRIED, Answer, Envelope, Receipt, Verdict

if TYPE_CHECKING:
    from backoffice.people.models import Usager

# The server, not the message, is at fault: wrong password, greeting refused.
SERVER_FAULTS = (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
PERMANENT = range(500, 600)
# What an API answers when it read the message and will not have it; a key or a quota that is refused is another matter.
REFUSED_BY_API = {400, 413, 422}
MESSAGE_FAULTS = (AnymailRecipientsRefused, AnymailInvalidAddress, AnymailSerializationError, AnymailUnsupportedFeature)

RECEIPTS: dict[str, Receipt] = {
    "request": (MessageState.SENT, ""),
    "deferred": (MessageState.SENT, ""),
    "delivered": (MessageState.DELIVERED, ""),
    "soft_bounce": (MessageState.UNDELIVERED, Trouble.MAILBOX_REFUSES),
    "hard_bounce": (MessageState.UNDELIVERED, Trouble.WRONG_MAILBOX),
    "invalid_email": (MessageState.UNDELIVERED, Trouble.WRONG_MAILBOX),
    "blocked": (MessageState.UNDELIVERED, Trouble.REFUSED),
    "error": (MessageState.UNDELIVERED, Trouble.REFUSED),
}


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
        # Read by django-anymail, and by no mail server: given back with each receipt.
        setattr(message, "metadata", {CARRIED: envelope.token} if envelope.token else {})  # noqa: B010
        for calendar in calendars_in(envelope.calendar):
            message.attach(appointment_part(calendar))
        try:
            message.send()
        except (OSError, AnymailError) as error:  # of which every SMTPException
            return self.answer_to(error)
        return Answer(Verdict.ACCEPTED)

    def answer_to(self, error: OSError | AnymailError) -> Answer:
        """What is about this very message is for ever; all the rest is worth another try."""
        codes = [getattr(error, "smtp_code", None) or getattr(error, "status_code", None) or 0]
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            codes = [code for code, _ in error.recipients.values()]
        permanent = REFUSED_BY_API if isinstance(error, AnymailError) else PERMANENT
        is_permanent = all(code in permanent for code in codes) and not isinstance(error, SERVER_FAULTS)
        if is_permanent or isinstance(error, MESSAGE_FAULTS):
            return Answer(Verdict.REFUSED, trouble=Trouble.REFUSED)
        return Answer(Verdict.LATER, trouble=Trouble.UNREACHABLE)

    def lookup(self, key: str) -> bool | None:
        return None

    def receipt_in(self, said: dict[str, Any]) -> Receipt | None:
        """In the words of Brevo's transactional webhooks; whoever opens or clicks is not our business."""
        event = said.get("event")
        return RECEIPTS.get(event) if isinstance(event, str) else None


def appointment_part(calendar: str) -> MIMEText:
    """The appointment, in the form that mail programs offer to keep, update and remove by themselves."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", method_of(calendar))
    part.add_header("Content-Disposition", "attachment", filename="rendez-vous.ics")
    return part
