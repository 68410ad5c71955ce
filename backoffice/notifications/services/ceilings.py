"""How many messages leave in a day: so many for one person, so many SMS for one territory, whatever loop or rule asks for more (R17).

What is over is held, with the reason, until an agent lets it through or until it is useless; nothing is dropped. A message counts once, on the
territory's own day, at its first attempt. The count and the claim commit together, so that dispatchers working together do not pass the ceiling:
people are counted under the lock of their row, SMS of a territory under the lock of the row of the day."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from backoffice.notifications.enums import Channel, Trouble
from backoffice.notifications.models import OutboxMessage, SmsDay
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from backoffice.directory.models import Territory

Over = dict[int, str]
"""Key of a message → why it waits."""


def day_of(message: OutboxMessage, now: datetime) -> date:
    return now.astimezone(message.occurrence.territory.zone).date()


def lock_people(messages: Iterable[OutboxMessage]) -> None:
    """Everybody who is about to be written to and counted, by increasing key: two rounds never count the same person together."""
    keys = {contact_of(message) for message in messages if is_counted_for_person(message)}
    if keys:
        list(Usager.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def count(messages: Iterable[OutboxMessage], now: datetime) -> Over:
    """Count these messages, in this order; why each of those that must wait does. In the transaction of their claim, people locked."""
    days: dict[tuple[Territory, date], list[OutboxMessage]] = defaultdict(list)
    for message in messages:
        if not message.counted_on:
            days[message.occurrence.territory, day_of(message, now)].append(message)
    over: Over = {}
    for (territory, day), group in sorted(days.items(), key=lambda item: item[0][0].pk):
        over |= over_for_people(group, territory, day)
        sms = [message for message in group if message.channel == Channel.SMS and message.pk not in over]
        over |= over_for_territory(sms, territory, day)
    return over


def over_for_people(messages: Sequence[OutboxMessage], territory: Territory, day: date) -> Over:
    """Whoever is written to, for herself or for those she answers for, is one person."""
    counted = [message for message in messages if is_counted_for_person(message)]
    given, ceiling = given_on(day, {contact_of(message) for message in counted}), territory.messages_per_person or 0
    over: Over = {}
    for message in counted:
        contact = contact_of(message)
        if given[contact] >= ceiling and not message.is_let_through:
            over[message.pk] = Trouble.PERSON_CEILING
        else:
            given[contact] += 1
    return over


def given_on(day: date, contacts: set[int | None]) -> Counter[int | None]:
    """How many messages each of these people was given on this day."""
    if not contacts:
        return Counter()
    hers = Q(usager__in=contacts) | Q(usager__responsible__in=contacts)
    rows = OutboxMessage.objects.filter(hers, counted_on=day).order_by()
    return Counter(dict(rows.values_list(Coalesce("usager__responsible", "usager")).annotate(Count("pk"))))


def over_for_territory(messages: Sequence[OutboxMessage], territory: Territory, day: date) -> Over:
    """As many as the day still has room for leave, and those that somebody let through."""
    if not messages:
        return {}
    of_day, _ = SmsDay.objects.select_for_update(no_key=True).get_or_create(territory=territory, day=day)
    bound = [] if territory.sms_per_day is None else [each for each in messages if not each.is_let_through]
    room = max(0, (territory.sms_per_day or 0) - of_day.count)
    over: Over = {message.pk: Trouble.TERRITORY_CEILING for message in bound[room:]}
    SmsDay.objects.filter(pk=of_day.pk).update(count=F("count") + len(messages) - len(over))
    return over


def is_counted_for_person(message: OutboxMessage) -> bool:
    """Messages to our own staff count for the territory only."""
    has_ceiling = message.occurrence.territory.messages_per_person is not None
    return message.usager is not None and has_ceiling and not message.counted_on


def contact_of(message: OutboxMessage) -> int | None:
    return message.usager.contact.pk if message.usager else None
