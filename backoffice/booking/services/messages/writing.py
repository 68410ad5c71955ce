"""Write to people of a séance, or of its whole day: first what each of them would read and what it costs, then one message each.

The preview and the act choose the channel and the text by the same functions: the number shown is the number sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import COMING, HOLDS_A_SEAT, State
from backoffice.booking.errors import NothingToWrite
from backoffice.booking.models import Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.locking import LOADED
from backoffice.booking.values import Actor
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.models import Letter
from backoffice.notifications.services.letters import channel_of, owe_letter, text_for
from backoffice.notifications.services.owing import useless_at
from backoffice.notifications.values.placeholders import faults_of, tidy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from backoffice.directory.models import User
    from backoffice.notifications.services.texts import Text

READ_BY = COMING | HOLDS_A_SEAT


@dataclass(frozen=True)
class Audience:
    """People who are written to together."""

    name: str
    people: list[Participation]

    @property
    def label(self) -> str:
        return f"{self.name} ({len(self.people)})"


@dataclass(frozen=True)
class Copy:
    """What one person would receive."""

    row: Participation
    channel: Channel
    text: Text

    @property
    def segments(self) -> int:
        return self.text.size.segments if self.channel == Channel.SMS else 0


@dataclass(frozen=True)
class Mailing:
    """What the letter becomes: a copy for each person who can be reached, and the others."""

    copies: tuple[Copy, ...]
    unreachable: tuple[Participation, ...]
    unit: Decimal | None

    @property
    def segments(self) -> int:
        return sum(copy.segments for copy in self.copies)

    @property
    def price(self) -> Decimal | None:
        return None if self.unit is None else self.unit * self.segments

    @property
    def neutral(self) -> int:
        return sum(copy.text.is_neutral for copy in self.copies)

    def by(self, channel: str) -> int:
        return sum(copy.channel == channel for copy in self.copies)

    @property
    def examples(self) -> list[tuple[str, Copy]]:
        """The usual one and the longest one; once when they are the same text."""
        if not self.copies:
            return []
        by_length = sorted(self.copies, key=lambda copy: (copy.text.size.units, copy.row.pk))
        usual, longest = by_length[len(by_length) // 2], by_length[-1]
        if usual.text == longest.text:
            return [("Ce que chaque personne reçoit" if len(self.copies) > 1 else "Ce que la personne reçoit", usual)]
        return [("Message habituel", usual), ("Le plus long", longest)]


def seances_of(occurrence: Occurrence) -> list[Occurrence]:
    """The séance, or all those of its day, loaded for their messages."""
    same = {"group": occurrence.group_id} if occurrence.group_id else {"pk": occurrence.pk}
    rows = Occurrence.objects.filter(**same).select_related(*LOADED).order_by("starts_at", "station", "pk")
    return list(rows.prefetch_related("action__motif__instructions"))


def people_of(seances: Sequence[Occurrence]) -> list[Participation]:
    """Who comes, waits or is awaited, séance by séance, in the order of names; each knows its loaded séance."""
    known, turns = {each.pk: each for each in seances}, {each.pk: turn for turn, each in enumerate(seances)}
    rows = Participation.objects.filter(occurrence__in=list(known), state__in=sorted(READ_BY))
    people = list(rows.select_related("usager__responsible").order_by("usager__last_name", "usager__first_name", "pk"))
    for row in people:
        row.occurrence = known[row.occurrence_id]
    return sorted(people, key=lambda row: turns[row.occurrence_id])


def audiences_of(occurrence: Occurrence, people: Sequence[Participation]) -> dict[str, Audience]:
    """The groups that may be written to at once, by name: those of the séance, then those of its day."""
    here = [row for row in people if row.occurrence_id == occurrence.pk]
    found = {
        "booked": Audience("Les inscrits", seated(here)),
        "waiting": Audience("Les personnes en attente", queued(here)),
    }
    if occurrence.group_id:
        found["day"] = Audience("Tous les inscrits de la journée", seated(people))
        for number, band in enumerate(dict.fromkeys(row.occurrence.band for row in people if row.occurrence.band)):
            inside = [row for row in seated(people) if row.occurrence.band == band]
            found[f"band-{number}"] = Audience(f"Les inscrits de la tranche {band}", inside)
    return {name: audience for name, audience in found.items() if audience.people}


def seated(people: Iterable[Participation]) -> list[Participation]:
    return [row for row in people if row.state in HOLDS_A_SEAT]


def queued(people: Iterable[Participation]) -> list[Participation]:
    return [row for row in people if row.state in (State.WAITING, State.OFFERED)]


def mailing_of(letter: Letter, people: Iterable[Participation]) -> Mailing:
    """The text of each person, as it would leave now. Somebody chosen in two séances of the day is written to once."""
    copies, unreachable, known = [], [], set()
    for row in people:
        if row.usager_id in known:
            continue
        known.add(row.usager_id)
        channel = channel_of(letter, row.usager)
        if channel is None:
            unreachable.append(row)
            continue
        text = text_for(letter, channel=channel, occurrence=row.occurrence, usager=row.usager)
        copies.append(Copy(row, channel, text))
    return Mailing(tuple(copies), tuple(unreachable), letter.occurrence.territory.sms_segment_price)


def draft(occurrence: Occurrence, *, subject: str, body: str, channel: str) -> Letter:
    """A letter that is not saved."""
    return Letter(occurrence=occurrence, subject=" ".join(subject.split()), body=tidy(body), channel=channel)


def write_to(
    *,
    occurrence_id: int,
    participation_ids: Collection[int],
    subject: str,
    body: str,
    channel: str,
    user: User,
    key: str,
    now: datetime | None = None,
) -> Letter:
    """One message to each of these people of the séance or of its day. The letter is kept with who wrote it; the same `key` writes once.

    Raises OutOfPerimeter, NotAllowed; NothingToWrite when there is nobody, no text, a word that does not exist, or a séance long past."""
    occurrence = writable(user, occurrence_id)
    sent: Letter | None = Letter.objects.filter(key=key).first()
    if sent is not None:
        return sent
    now = now or timezone.now()
    letter = draft(occurrence, subject=subject, body=body, channel=channel)
    people = [row for row in people_of(seances_of(occurrence)) if row.pk in set(participation_ids)]
    judge(letter, people, now)
    letter.key, letter.author_id, letter.written_at = key, user.pk, now
    try:
        return send(letter, people, now)
    except IntegrityError:
        again: Letter = Letter.objects.get(key=key)  # the same form, sent twice at the same instant
        return again


def writable(user: User, occurrence_id: int) -> Occurrence:
    """Names are read and people written to where the séance is."""
    occurrence: Occurrence | None = Occurrence.objects.select_related(*LOADED).filter(pk=occurrence_id).first()
    if occurrence is None:
        raise OutOfPerimeter
    actor = Actor.agent(user)
    require(actor, Activity.VIEW_PEOPLE, occurrence)
    require(actor, Activity.MESSAGE, occurrence)
    return occurrence


def judge(letter: Letter, people: Sequence[Participation], now: datetime) -> None:
    """Raises NothingToWrite with what to mend."""
    faults = faults_of(f"{letter.subject} {letter.body}", Event.WRITTEN)
    if faults:
        raise NothingToWrite(" ".join(faults))
    if not letter.body:
        raise NothingToWrite("Écrivez le texte du message.")
    if not people:
        raise NothingToWrite("Choisissez au moins une personne de cette séance.")
    if useless_at(Event.WRITTEN, letter.occurrence, None) <= now:
        raise NothingToWrite("La séance est passée depuis plus de sept jours : écrivez depuis une séance à venir.")


def send(letter: Letter, people: Sequence[Participation], now: datetime) -> Letter:
    """The letter and its messages, all or nothing."""
    with transaction.atomic():
        made = mailing_of(letter, people)
        letter.people = len(made.copies) + len(made.unreachable)
        letter.save()
        for row in (*(copy.row for copy in made.copies), *made.unreachable):
            owe_letter(letter, occurrence=row.occurrence, usager=row.usager, now=now)
    return letter
