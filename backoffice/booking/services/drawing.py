"""The draw of a queue (reliability R28). Two acts: prepare, which chooses the seed and shows its hash, then draw, which the seed alone decides.

Between the two nobody can know the order, and nobody can change the seed without its hash telling. After the draw the seed is shown: anybody can
compute the order again (`order_drawn`). Once per séance: a second draw would let somebody draw until the order pleases."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.errors import AlreadyDrawn, NothingToDraw, ReasonRequired
from backoffice.booking.models import Lottery, Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.locking import locked
from backoffice.booking.services.queueing import terms_of
from backoffice.console.base.history import record, record_many
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor

SEED_BYTES = 32


def prepare_lottery(*, occurrence_id: int, actor: Actor, reason: str, now: datetime | None = None) -> Lottery:
    """Choose the seed and commit to it. Twice is once: the same lottery is answered again. Raises ReasonRequired, NothingToDraw."""
    if not reason.strip():
        raise ReasonRequired
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.PLAN, occurrence)
        known: Lottery | None = Lottery.objects.filter(occurrence=occurrence.pk).first()
        if known is not None:
            return known
        refuse_other_orders(occurrence, now)
        seed = secrets.token_hex(SEED_BYTES)
        lottery = Lottery(
            occurrence=occurrence,
            seed=seed,
            seed_hash=hash_of(seed),
            committed_at=now,
            committed_by=actor.user,
            reason=reason,
        )
        record(lottery, user=actor.user, reason=reason, at=now)
        return lottery


def draw_lottery(*, occurrence_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Lottery:
    """Draw the people who wait now, then serve them. Raises NothingToDraw before a lottery is prepared or when nobody waits, AlreadyDrawn."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.PLAN, occurrence)
        lottery: Lottery | None = Lottery.objects.filter(occurrence=occurrence.pk).first()
        if lottery is None:
            raise NothingToDraw("Préparez le tirage avant de tirer : la graine est choisie d’abord.")
        if lottery.drawn_at is not None:
            raise AlreadyDrawn
        refuse_other_orders(occurrence, now)
        rank_everybody(occurrence, lottery, actor, now)
        lottery.drawn_at, lottery.drawn_by = now, actor.user
        record(lottery, user=actor.user, reason=reason or lottery.reason, at=now)
        allocate(occurrence, actor, now=now)
        return lottery


def refuse_other_orders(occurrence: Occurrence, now: datetime) -> None:
    if terms_of(occurrence, now).order != "lottery":
        raise NothingToDraw("Cette liste d’attente n’est pas tirée au sort : les règles en donnent l’ordre.")


def rank_everybody(occurrence: Occurrence, lottery: Lottery, actor: Actor, now: datetime) -> None:
    """Write the rank of each person who waits, and keep the order."""
    waiting = {row.pk: row for row in Participation.objects.filter(occurrence=occurrence.pk, state=State.WAITING)}
    if not waiting:
        raise NothingToDraw("Personne n’attend : il n’y a rien à tirer au sort.")
    lottery.entries = order_drawn(lottery.seed, waiting)
    for number, key in enumerate(lottery.entries, 1):
        waiting[key].draw_rank = number
    record_many(waiting.values(), user=actor.user, reason="Tirage au sort.", fields=["draw_rank"], at=now)


def most_served(occurrence: Occurrence) -> list[Participation]:
    """As many people as the free seats may ever hold, whatever is drawn: the smallest parties. Writes nothing."""
    free, served = seats_free(occurrence), list[Participation]()
    waiting = Participation.objects.filter(occurrence=occurrence.pk, state=State.WAITING)
    for row in waiting.select_related("usager__responsible").order_by("party_size", "pk"):
        free -= row.party_size
        if free < 0:
            break
        served.append(row)
    return served


def order_drawn(seed: str, entries: Iterable[int]) -> list[int]:
    """The order that a seed gives to inscriptions: by the SHA-256 of « seed, line feed, number of the inscription »."""
    return sorted(entries, key=lambda key: hash_of(f"{seed}\n{key}"))


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def is_faithful(lottery: Lottery) -> bool:
    """The seed is the one that was committed, and the order the one that it gives."""
    return hash_of(lottery.seed) == lottery.seed_hash and order_drawn(lottery.seed, lottery.entries) == lottery.entries
