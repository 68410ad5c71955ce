"""Says before an act on many people who will be told, and how many places end. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.booking.enums import HOLDS_A_SEAT
from backoffice.booking.models import Participation
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Channel
from backoffice.notifications.services.owing import channel_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backoffice.actions.models import Occurrence
    from backoffice.people.models import Usager

KINDS = {Channel.SMS: "SMS", Channel.EMAIL: "e-mail"}


def told_together(people: Iterable[Usager], *, is_named: bool) -> tuple[str, ...]:
    """« 12 messages partiront : 11 SMS, 1 e-mail. », and who must be told by somebody, by name or by number. Each person once."""
    by_channel: dict[Channel | None, list[Usager]] = {}
    for usager in {person.pk: person for person in people}.values():
        by_channel.setdefault(channel_for(usager), []).append(usager)
    unreachable = by_channel.pop(None, [])
    sentences = []
    if by_channel:
        total = count(sum(map(len, by_channel.values())), "message partira", "messages partiront")
        kinds = [f"{len(by_channel[channel])} {KINDS[channel]}" for channel in Channel if channel in by_channel]
        sentences.append(f"{total} : {', '.join(kinds)}.")
    if unreachable and not is_named:
        sentences.append(f"{count(len(unreachable), 'personne')} sans portable ni e-mail utilisable : à prévenir.")
    elif unreachable:
        names = ", ".join(sorted(str(usager) for usager in unreachable))
        sentences.append(f"Ni portable ni e-mail utilisable, à prévenir : {names}.")
    return tuple(sentences)


def what_cancelling_does(occurrences: Sequence[Occurrence], *, is_named: bool) -> tuple[str, ...]:
    """The consequences of cancelling these séances, before it is done."""
    rows = Participation.objects.live().filter(occurrence__in=[row.pk for row in occurrences])
    live = list(rows.select_related("usager__responsible").order_by("pk"))
    if not live:
        return ("Personne n’est inscrit : aucun message ne partira.",)
    seated = sum(one.state in HOLDS_A_SEAT for one in live)
    others = len(live) - seated
    ended = [count(seated, "inscription")] if seated else []
    ended += [count(others, "attente ou demande", "attentes ou demandes")] if others else []
    verb = "prend" if len(live) == 1 else "prennent"
    return (f"{' et '.join(ended)} {verb} fin.", *told_together((one.usager for one in live), is_named=is_named))
