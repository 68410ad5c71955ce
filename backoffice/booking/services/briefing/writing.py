"""The words of what a team is told: one e-mail, one SMS, or one line behind the bell for each séance."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from backoffice.actions.enums import News
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Channel, StaffEvent
from backoffice.notifications.models import BellNote, OutboxMessage
from backoffice.notifications.services.quiet import earliest
from backoffice.notifications.services.texts import is_sensitive
from backoffice.notifications.values.sms import SmsSize, made_cheap

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Facilitator
    from backoffice.booking.services.briefing.happenings import Happened
    from backoffice.booking.services.briefing.telling import Letter

END = "Pour recevoir ces nouvelles autrement, ou plus du tout, dites-le à l’organisation."
END_WITH_ACCOUNT = "Pour recevoir ces nouvelles autrement, ou plus du tout : "
NAMED = 6


def bell_of(letter: Letter, until: datetime) -> Iterable[BellNote]:
    """One line for each séance, for whoever has an account."""
    account = letter.facilitator.user
    for each in letter.happened if account is not None and account.is_active else ():
        text = " ".join([f"{each.place} :", *each.sentences])[:400]
        yield BellNote(facilitator=letter.facilitator, occurrence=each.occurrence, text=text, happened_at=until)


def message_of(letter: Letter, until: datetime, now: datetime, *, expires_at: datetime) -> OutboxMessage | None:
    """One message; None for whoever gave no address. Its séance is the first one, for whoever reads « Messages » there."""
    facilitator, occurrence = letter.facilitator, letter.happened[0].occurrence
    channel, address = route_of(facilitator)
    if not address:
        return None
    is_sms = channel == Channel.SMS
    body = sms_of(letter.happened) if is_sms else body_of(letter)
    at = earliest(letter.at, event=StaffEvent.SEANCE_NEWS, channel=channel, occurrence=occurrence)
    return OutboxMessage(
        key=f"equipe-{facilitator.pk}-{facilitator.news}-{until:%Y%m%d%H%M%S%f}",
        facilitator=facilitator,
        staff_address=address,
        occurrence=occurrence,
        event=StaffEvent.SEANCE_NEWS,
        channel=channel,
        subject="" if is_sms else subject_of(letter.happened)[:150],
        body=body,
        segments=SmsSize(body).segments if is_sms else 0,
        is_neutral=any(is_sensitive(each.occurrence) for each in letter.happened),
        not_before=at,
        expires_at=expires_at,
        created_at=now,
    )


def route_of(facilitator: Facilitator) -> tuple[Channel, str]:
    """By SMS while she has a mobile and her territory sends them, otherwise by e-mail: to her own address, or to that of her account."""
    if facilitator.news == News.SMS and facilitator.may_get_sms:
        return Channel.SMS, facilitator.phone
    account = facilitator.user
    return Channel.EMAIL, facilitator.email or (account.email if account is not None and account.is_active else "")


def subject_of(happened: list[Happened]) -> str:
    return happened[0].place if len(happened) == 1 else f"{len(happened)} de vos séances : du nouveau"


def sms_of(happened: list[Happened]) -> str:
    """About the first séance, and how many others: in the cheap alphabet."""
    first, others = happened[0], len(happened) - 1
    also = [f"Et {count(others, 'autre séance', 'autres séances')}."] if others else []
    return made_cheap(" ".join([f"{first.place} :", *first.sentences, *also]))


def body_of(letter: Letter) -> str:
    """The address of a séance is for whoever has an account; the names are read there, by who may. Séances of which the same is said are told
    together."""
    account = letter.facilitator.user
    parts = []
    for sentences, group in groupby(letter.happened, key=lambda each: each.sentences):
        rows = list(group)
        lines = [line for each in rows[:NAMED] for line in named(each, is_linked=account is not None)]
        rest = [f"Et {count(len(rows) - NAMED, 'autre séance', 'autres séances')}."] if len(rows) > NAMED else []
        parts.append("\n".join([*lines, *rest, *sentences]))
    own = absolute("admin:facilitator_news", letter.facilitator.pk) if account is not None else ""
    return "\n\n".join(["Bonjour,", *parts, f"{END_WITH_ACCOUNT}{own}" if own else END])


def named(each: Happened, *, is_linked: bool) -> list[str]:
    return [each.place, *([absolute("admin:seance", each.occurrence.pk)] if is_linked else [])]


def absolute(name: str, key: int) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=[key])
