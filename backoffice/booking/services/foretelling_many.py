"""Says before an act on many people who will be told what, and how many places end. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.booking.enums import HOLDS_A_SEAT
from backoffice.booking.models import Participation
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backoffice.actions.models import Occurrence


def live_in(occurrences: Iterable[Occurrence]) -> list[Participation]:
    """Who has a place, waits or was asked to answer, séance by séance, each with its own séance as it was given."""
    seances = {row.pk: row for row in occurrences}
    rows = Participation.objects.live().filter(occurrence__in=list(seances))
    found = list(rows.select_related("usager__responsible").order_by("pk"))
    for row in found:
        row.occurrence = seances[row.occurrence_id]
    return sorted(found, key=lambda row: (row.occurrence.starts_at, row.occurrence_id, row.pk))


def what_cancelling_does(live: Sequence[Participation]) -> tuple[str, ...]:
    """How many inscriptions would end."""
    if not live:
        return ("Personne n’est inscrit : aucun message ne partira.",)
    seated = sum(one.state in HOLDS_A_SEAT for one in live)
    others = len(live) - seated
    ended = [count(seated, "inscription")] if seated else []
    ended += [count(others, "attente ou demande", "attentes ou demandes")] if others else []
    verb = "prend" if len(live) == 1 else "prennent"
    return (f"{' et '.join(ended)} {verb} fin.",)


def told_of_cancelling(live: Sequence[Participation]) -> list[Telling]:
    """One message per person, about the first of her séances, which names the others."""
    return [
        Telling(Event.SEANCE_CANCELLED, first.occurrence, first.usager, About(others=others))
        for first, others in per_person(live)
    ]


def per_person(live: Iterable[Participation]) -> list[tuple[Participation, tuple[Occurrence, ...]]]:
    """Each person once: the first inscription that is hers, and the séances of the others, by date."""
    hers: dict[int, list[Participation]] = {}
    for row in sorted(live, key=lambda row: (row.occurrence.starts_at, row.occurrence_id, row.pk)):
        hers.setdefault(row.usager_id, []).append(row)
    return [(rows[0], tuple(row.occurrence for row in rows[1:])) for rows in hers.values()]
