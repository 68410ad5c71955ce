"""How many people a message speaks to today, and what it would cost once each: read beside its text, before it is switched on or off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.console.base.wording import count
from backoffice.notifications.enums import Channel, Sending
from backoffice.notifications.services.owing import reachable
from backoffice.notifications.values.sms import euros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backoffice.notifications.values.levels import Level
    from backoffice.people.models import Usager

    Read = Callable[[Level, str], Iterable[Usager]]

WAYS = {Channel.SMS: "par SMS", Channel.EMAIL: "par e-mail"}
_reads: list[Read] = []


def register_audience(read: Read) -> None:
    """`read` answers the people of a level whom an event may concern, each once: a room above knows who comes."""
    if read not in _reads:
        _reads.append(read)


@dataclass(frozen=True)
class Audience:
    """The people whom the event may concern today, and those of them whom this channel would reach."""

    channel: Channel
    sending: str
    people: int
    told: int

    def sentence(self, level: Level, segments: int) -> str:
        """« 42 personnes inscrites ou en attente aujourd’hui. 40 le recevraient par SMS : 80 SMS, 3,60 € si chacune le reçoit une fois. »"""
        who = f"{count(self.people, 'personne concernée', 'personnes concernées')} aujourd’hui."
        if self.sending == Sending.NEVER or not self.told:
            return f"{who} Aucune ne le recevrait {WAYS[self.channel]}."
        many = "le recevrait" if self.told == 1 else "le recevraient"
        return f"{who} {self.told} {many} {WAYS[self.channel]}{self.cost(level, segments)}."

    def cost(self, level: Level, segments: int) -> str:
        if self.channel != Channel.SMS or not segments:
            return ""
        unit, billed = level.territory.sms_segment_price, self.told * segments
        price = f", {euros(unit * billed)}" if unit is not None else ""
        return f" : {count(billed, 'SMS', 'SMS')}{price} si chacune le reçoit une fois"


def people_of(level: Level, event: str) -> list[Usager]:
    return [usager for read in _reads for usager in read(level, event)]


def audience_of(level: Level, event: str, channel: Channel, sending: str) -> Audience:
    """Today's people of the séances to come; a channel that only stands in for the other one reaches who has no other."""
    people = people_of(level, event)
    ways = [reachable(usager) for usager in people]
    if sending == Sending.FALLBACK:
        told = sum(found == [channel] for found in ways)
    else:
        told = sum(channel in found for found in ways) if sending == Sending.ALWAYS else 0
    return Audience(channel, sending, len(people), told)
