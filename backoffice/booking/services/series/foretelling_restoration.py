"""What taking back a cancellation would do, said before it is done: séances, inscriptions, messages withdrawn, people told. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import HOLDS_A_SEAT
from backoffice.booking.models import Participation
from backoffice.booking.services.moving import cause_of
from backoffice.booking.services.series.ended import ended_by, inscriptions_of
from backoffice.booking.services.series.restoring import PASSED, in_the_way, to_come, told_of_restoring
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Event
from backoffice.notifications.services.foretelling import Telling
from backoffice.notifications.services.taking_back import told_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from backoffice.actions.models import SeriesEdit
    from backoffice.booking.services.series.ended import Ended

LISTED = 10
NOT_AGAIN = "Le minimum d’inscrits n’est plus vérifié : la séance ne s’annulera plus d’elle-même."


@dataclass(frozen=True)
class ForetoldRestoration:
    """What follows, in sentences; `obstacle` when it cannot be done."""

    sentences: tuple[str, ...]
    obstacle: str = ""
    tellings: tuple[Telling, ...] = ()


def foretell_restoration(edit: SeriesEdit, *, now: datetime) -> ForetoldRestoration:
    rows = Occurrence.objects.filter(pk__in=ended_by(edit)).with_everything_shown().select_related("counters")
    seances = list(rows)
    coming = to_come(seances, now)
    if not coming:
        return ForetoldRestoration((), PASSED)
    taken = list(in_the_way(coming))
    blocked = [f"Séance du {row.date_sentence} : {conflict.text}." for row, conflict in taken if conflict.is_blocking]
    if blocked:
        return ForetoldRestoration((), " ".join(blocked))
    warned = [f"Attention, séance du {row.date_sentence} : {conflict.text}." for row, conflict in taken]
    everybody = inscriptions_of(edit, seances)
    ended = [each for each in everybody if each.participation.occurrence.starts_at > now]
    told = told_of(causes=[cause_of(each.participation) for each in everybody])
    people = told_of_restoring(everybody, told, now)
    passed = len(seances) - len(coming)
    stays = "séance commencée reste annulée", "séances commencées restent annulées"
    return ForetoldRestoration(
        (
            *held_again(coming),
            *([f"{count(passed, *stays)}."] if passed else []),
            *warned,
            *(come_back(edit, ended) if ended else ["Personne n’était inscrit : aucun message ne partira."]),
            *(messages(everybody, told, people) if ended else []),
            *([NOT_AGAIN] if edit.user_id is None else []),
        ),
        tellings=tuple(Telling(Event.SEANCE_RESTORED, row.occurrence, row.usager, about) for row, about in people),
    )


def held_again(coming: list[Occurrence]) -> Iterator[str]:
    first = [row.date_sentence for row in coming[:LISTED]]
    more = f" et {count(len(coming) - LISTED, 'autre')}" if len(coming) > LISTED else ""
    yield f"{count(len(coming), 'séance aura lieu', 'séances auront lieu')} : {' ; '.join(first)}{more}."


def come_back(edit: SeriesEdit, ended: list[Ended]) -> Iterator[str]:
    seated = sum(each.before.state in HOLDS_A_SEAT for each in ended)
    parts = [count(seated, "inscription")] * bool(seated)
    parts += [count(len(ended) - seated, "attente ou demande", "attentes ou demandes")] * (seated < len(ended))
    verb = "redevient ce qu’elle était" if len(ended) == 1 else "redeviennent ce qu’elles étaient"
    yield f"{' et '.join(parts)} {verb}."
    usagers = {each.participation.usager_id for each in ended}
    since = Participation.objects.live().filter(usager__in=usagers, occurrence__action=edit.action_id)
    elsewhere = since.filter(booked_at__gt=edit.made_at).order_by().values("usager").distinct().count()
    if elsewhere:
        people = count(elsewhere, "personne s’est inscrite", "personnes se sont inscrites")
        yield f"{people} à une autre séance depuis : elles gardent les deux, voyez avec elles."


def messages(ended: list[Ended], told: set[str], people: list[Any]) -> Iterator[str]:
    """Who was not told yet never is; who was told is told again."""
    if len({each.participation.usager_id for each in ended}) > len(told):
        yield "Les messages d’annulation qui ne sont pas encore partis sont retirés."
    if people:
        yield "Qui avait été prévenu apprend que la séance a finalement lieu."
    else:
        yield "Personne n’avait été prévenu : aucun message ne partira."
