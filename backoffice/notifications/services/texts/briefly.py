"""The consignes of a message, under the word that the territory uses; an SMS says them in brief, or leaves to the page of its link what would make
it dearer. Nothing is cut: half a consigne says something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.catalogue.enums import Moment
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.values.placeholders import Placeholder, filled
from backoffice.notifications.values.sms import SmsSize, made_cheap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.actions.models import Occurrence
    from backoffice.catalogue.models import Instruction

BEHIND_THE_LINK = "voir le lien."


@dataclass(frozen=True)
class Brief:
    """What a message says of the consignes, and those that it leaves to the page of its link."""

    words: str = ""
    left_out: str = ""


def consignes_of(body: str, values: Mapping[Placeholder, str], occurrence: Occurrence, event: Event, channel: Channel) -> Brief:  # fmt: skip
    """For a text with holes and the values of the others."""
    moment = Moment.REMINDER if event == Event.REMINDER else Moment.MESSAGE
    rows = [row for row in occurrence.action.motif.instructions.all() if moment in row.moments]
    if not rows:
        return Brief()
    word = occurrence.territory.instructions_word
    if channel != Channel.SMS:
        return Brief("\n".join([f"{word} :", *(row.text for row in rows)]))
    return shortest(body, values, rows, word, event)


def shortest(body: str, values: Mapping[Placeholder, str], rows: list[Instruction], word: str, event: Event) -> Brief:
    """The whole text, unless the link says it for fewer SMS. A message that is about the consignes gives them."""
    whole = " ".join(row.short_text or row.text for row in rows)
    long = " ".join(row.text for row in rows if not row.short_text)
    link = values.get(Placeholder.LINK)
    if not long or not link or link not in filled(body, values) or event == Event.INSTRUCTIONS_CHANGED:
        return Brief(whole)
    short = " ".join([*(row.short_text for row in rows if row.short_text), f"{made_cheap(word)} : {BEHIND_THE_LINK}"])
    dear, cheap = (
        SmsSize(filled(body, {**values, Placeholder.INSTRUCTIONS: each})).segments for each in (whole, short)
    )
    return Brief(short, long) if cheap < dear else Brief(whole)
