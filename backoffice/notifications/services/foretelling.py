"""What an act would send, before it is done: to how many people, the very text, and what it costs. Writes nothing.

The words are made by the function that sends (`owing.drafted`), on the same séance and the same person: what is read here is what will leave,
unless something changes in between."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backoffice.console.base.wording import count
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.services.changes import among, announced
from backoffice.notifications.services.owing import chosen, drafted, is_useless, reachable
from backoffice.notifications.services.texts import About, wordings_for
from backoffice.notifications.values.sms import SmsSize, euros

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from backoffice.actions.models import Occurrence
    from backoffice.notifications.models import OutboxMessage
    from backoffice.notifications.services.texts import Wordings
    from backoffice.people.models import Usager

KINDS = {Channel.SMS: ("SMS", "SMS"), Channel.EMAIL: ("e-mail", "e-mails")}
SILENT = "Le territoire a choisi de ne pas envoyer ce message."
INVENTED = "Camille"


@dataclass(frozen=True)
class Telling:
    """One thing that would be said to one person."""

    event: Event
    occurrence: Occurrence
    usager: Usager
    about: About = field(default_factory=About)


@dataclass(frozen=True)
class Example:
    """One message word for word, and how many people receive this one, each with her own words."""

    message: OutboxMessage
    number: int
    unit: Decimal | None

    @property
    def is_sms(self) -> bool:
        return self.message.channel == Channel.SMS

    @property
    def sender(self) -> str:
        return self.message.occurrence.territory.sms_sender

    @property
    def title(self) -> str:
        """« Inscription confirmée », and how many receive it when they are several."""
        label = str(Event(self.message.event).label)
        return label if self.number == 1 else f"{label} ({self.number})"

    @property
    def measure(self) -> str:
        """« 1 SMS · 134 caractères · 0,045 € » for this very message."""
        if not self.is_sms:
            return "E-mail"
        size = SmsSize(self.message.body)
        parts = [count(size.segments, "SMS", "SMS"), count(size.characters, "caractère")]
        return " · ".join([*parts, *([euros(self.unit * size.segments)] if self.unit is not None else [])])


@dataclass(frozen=True)
class Forecast:
    """What would leave, who cannot be reached, and whom the territory chose not to tell. `limit`: what was not counted."""

    messages: tuple[OutboxMessage, ...] = ()
    unreachable: tuple[Usager, ...] = ()
    silent: int = 0
    unit: Decimal | None = None
    is_named: bool = True
    is_bulk: bool = False
    title: str = ""
    limit: str = ""

    @property
    def sentences(self) -> list[str]:
        """How many messages, who must be told by somebody, the cost. For one person, the dialog says it in its own words."""
        if not self.is_bulk:
            return [] if self.messages or self.unreachable or not self.silent else [SILENT]
        unsaid = [self.unsaid] if self.unreachable else []
        silent = [SILENT] if self.silent and not self.messages else []
        return [*filter(None, [self.total]), *unsaid, *silent, *filter(None, [self.cost, self.limit])]

    @property
    def unsaid(self) -> str:
        """Who must be told by somebody, by name or by number."""
        if not self.is_named:
            return f"{count(len(self.unreachable), 'personne')} sans portable ni e-mail utilisable : à prévenir."
        return f"Ni portable ni e-mail utilisable, à prévenir : {', '.join(sorted(map(str, self.unreachable)))}."

    @property
    def segments(self) -> int:
        return sum(message.segments for message in self.messages)

    @property
    def price(self) -> str:
        """« 0,99 € »; nothing without SMS, or when the territory gave no price."""
        return euros(self.unit * self.segments) if self.unit is not None and self.segments else ""

    @property
    def total(self) -> str:
        """« 12 messages partiront : 11 SMS, 1 e-mail. », and what the SMS cost together."""
        channels = Counter(message.channel for message in self.messages)
        kinds = [count(channels[channel], *KINDS[channel]) for channel in Channel if channels[channel]]
        number = count(len(self.messages), "message partira", "messages partiront")
        return f"{number} : {', '.join(kinds)}." if kinds else ""

    @property
    def cost(self) -> str:
        """« 22 SMS facturés, 0,99 € en tout. »"""
        billed = count(self.segments, "SMS facturé", "SMS facturés") if self.segments else ""
        return f"{billed}{f', {self.price} en tout' if self.price else ''}." if billed else ""

    @property
    def examples(self) -> tuple[Example, ...]:
        """One for each thing that is said, the dearest."""
        numbers = Counter(message.event for message in self.messages)
        by_event: dict[str, OutboxMessage] = {}
        for message in sorted(self.messages, key=lambda each: -each.segments):
            by_event.setdefault(message.event, message)
        return tuple(Example(message, numbers[event], self.unit) for event, message in by_event.items())


def foretell(
    tellings: Iterable[Telling],
    *,
    now: datetime,
    is_named: bool = True,
    is_bulk: bool = False,
    title: str = "",
    limit: str = "",
) -> Forecast:
    """One statement for each action and event, whatever the number of people. `is_named`: the reader may know who they are."""
    messages: list[OutboxMessage] = []
    unreachable: dict[object, Usager] = {}
    silent, unit, known = 0, None, Known()
    for each in tellings:
        unit, about = each.occurrence.territory.sms_segment_price, known.about(each)
        if about is None or is_useless(each.event, each.occurrence, about, now):
            silent += 1
            continue
        channels, wordings = reachable(each.usager), known.wordings(each)
        told = chosen(wordings, channels or list(Channel))
        if told and not channels:
            unreachable[each.usager.pk or id(each.usager)] = each.usager
        silent += not told
        name = "" if is_named else INVENTED
        leaving = told if channels else []
        messages += [drafted(one, wordings, each.occurrence, each.usager, about, name=name) for one in leaving]
    return Forecast(tuple(messages), tuple(unreachable.values()), silent, unit, is_named, is_bulk, title, limit)


class Known:
    """What is the same for everybody of an action, read once."""

    def __init__(self) -> None:
        self.rows: dict[Any, Any] = {}

    def wordings(self, telling: Telling) -> Wordings:
        key = (telling.occurrence.action_id, telling.event)
        if key not in self.rows:
            self.rows[key] = wordings_for(telling.occurrence.action, telling.event)
        found: Wordings = self.rows[key]
        return found

    def about(self, telling: Telling) -> About | None:
        """None when what changed is not announced."""
        if telling.event != Event.SEANCE_CHANGED or not telling.about.changes:
            return telling.about
        key = (telling.occurrence.action_id, "announced")
        if key not in self.rows:
            self.rows[key] = announced(telling.occurrence.action)[0]
        return among(self.rows[key], telling.about)
