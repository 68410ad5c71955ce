"""Those who carry messages, behind one port: e-mail through Django, simulated SMS, SMS through Brevo. Settings say who carries what."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from backoffice.notifications.enums import Channel
from backoffice.notifications.services.carriers.brevo import BrevoSms
from backoffice.notifications.services.carriers.mail import Email
from backoffice.notifications.services.carriers.port import Answer, Carrier, Envelope, Verdict
from backoffice.notifications.services.carriers.simulated import SimulatedSms

__all__ = ["Answer", "BrevoSms", "Carrier", "Email", "Envelope", "SimulatedSms", "Verdict", "carrier_of"]


def carrier_of(channel: str) -> Carrier:
    """The carrier that the settings give to a channel."""
    carrier: Carrier = import_string(settings.CARRIERS[Channel(channel).value])()
    return carrier
