"""« M'envoyer un exemple »: the exact message of a real séance, to whoever writes its text and to nobody else, through the same outbox, marked."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone

from backoffice.console.base.errors import BackofficeError
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.errors import NotYours, TooManyExamples
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.waking import wake_after_commit
from backoffice.notifications.values.sms import SmsSize
from backoffice.people.models import Usager
from backoffice.people.values import is_mobile, normalised_phone

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User
    from backoffice.notifications.services.twin import Case

AN_HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR = 10
MARK = "[Exemple]"


def send_example(
    *, user: User, event: Event, channel: Channel, case: Case, phone: str = "", now: datetime | None = None
) -> OutboxMessage:
    """An SMS goes to the mobile that she types, or by e-mail to her account without one. Raises NotYours when the number is in somebody's file,
    TooManyExamples, or BackofficeError when it is no mobile."""
    now = now or timezone.now()
    if OutboxMessage.objects.filter(user=user, created_at__gt=now - AN_HOUR).count() >= MOST_IN_AN_HOUR:
        raise TooManyExamples
    mobile = own_mobile(phone, case) if channel == Channel.SMS and phone.strip() else ""
    body = f"{MARK} {case.text.body}"
    message = OutboxMessage.objects.create(
        key=f"exemple-{uuid.uuid4()}",
        user=user,
        staff_address=mobile or user.email,
        occurrence=case.occurrence,
        event=event,
        channel=Channel.SMS if mobile else Channel.EMAIL,
        subject="" if mobile else f"{MARK} {case.text.subject or event.label}"[:150],
        body=body,
        segments=SmsSize(body).segments if mobile else 0,
        is_neutral=case.text.is_neutral,
        author=user,
        not_before=now,
        expires_at=now + AN_HOUR,
        created_at=now,
    )
    wake_after_commit()
    return message


def own_mobile(typed: str, case: Case) -> str:
    """The number as it is kept, once it is sure that it is nobody's who comes."""
    try:
        phone = normalised_phone(typed, case.occurrence.territory.time_zone)
    except ValidationError as error:
        raise BackofficeError(error.messages[0]) from error
    if not is_mobile(phone):
        raise BackofficeError("Ce n’est pas un numéro de portable : un SMS n’y arriverait pas.")
    if Usager.objects.filter(phone=phone).exists():
        raise NotYours
    return phone
