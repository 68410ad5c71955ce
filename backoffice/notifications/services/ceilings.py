"""How many messages leave in a day: so many for one person, so many SMS for one territory, whatever loop or rule asks for more (R17).

What is over is held, with the reason, until an agent lets it through or until it is useless; nothing is dropped. A message counts once, on the
territory's own day, at its first attempt. The count and the claim commit together, so that dispatchers working together do not pass the ceiling:
people are counted under the lock of their row, SMS of a territory by compare-and-set on the row of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from backoffice.notifications.enums import Channel, Trouble
from backoffice.notifications.models import OutboxMessage, SmsDay
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from datetime import date

    from backoffice.directory.models import Territory


def count(message: OutboxMessage, day: date) -> str:
    """Count this message on `day`; why it must wait, when a ceiling is reached ("" otherwise). To be called in the transaction of its claim."""
    if message.counted_on:
        return ""
    territory = message.occurrence.territory
    is_free = message.is_let_through
    if message.usager and not is_free and has_enough(message.usager.contact, territory, day):
        return Trouble.PERSON_CEILING
    if message.channel == Channel.SMS and not take_one(territory, day, None if is_free else territory.sms_per_day):
        return Trouble.TERRITORY_CEILING
    return ""


def has_enough(contact: Usager, territory: Territory, day: date) -> bool:
    """Whether whoever is written to, for herself or for those she answers for, was already written to as often as the territory accepts."""
    if territory.messages_per_person is None:
        return False
    Usager.objects.select_for_update(no_key=True).filter(pk=contact.pk).values_list("pk", flat=True).first()
    hers = Q(usager=contact.pk) | Q(usager__responsible=contact.pk)
    return OutboxMessage.objects.filter(hers, counted_on=day).count() >= territory.messages_per_person


def take_one(territory: Territory, day: date, ceiling: int | None) -> bool:
    """One more SMS for this day; False when the ceiling is reached."""
    of_day = SmsDay.objects.filter(territory=territory, day=day)
    room = of_day if ceiling is None else of_day.filter(count__lt=ceiling)
    if room.update(count=F("count") + 1):
        return True
    _, is_first = SmsDay.objects.get_or_create(territory=territory, day=day, defaults={"count": 1})
    return is_first or bool(room.update(count=F("count") + 1))
