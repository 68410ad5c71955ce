"""What happens in a séance, told to those who run it, each as she prefers: a minute after, or once in the morning of a working day, or never.

Numbers only: an e-mail never carries the name of anybody who comes, and says neither title nor place where they are sensitive. Nothing is written
when people enrol: what happened between two instants is read in the history, so that an act on thirty people is one e-mail, and somebody enrolled
then cancelled in the same minute is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.enums import News, OccurrenceState
from backoffice.actions.models import Facilitator, Occurrence
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.models import Participation
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.reminding import mornings_between
from backoffice.console.base.wording import count
from backoffice.directory.models import Closure
from backoffice.directory.values import OpeningHours
from backoffice.notifications.enums import Beat, Channel, StaffEvent
from backoffice.notifications.models import Heartbeat, OutboxMessage
from backoffice.notifications.services.texts import is_sensitive
from backoffice.notifications.services.waking import wake_after_commit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.booking.services.reminding import Morning

# An act whose history was dated before this has committed, and its author had the time to think again.
SETTLED_AFTER = timedelta(seconds=60)
OLDEST = timedelta(days=2)
LONGEST_CLOSURE_DAYS = 15


@dataclass(frozen=True)
class Happened:
    """What changed in one séance between two instants, in sentences that name nobody."""

    occurrence: Occurrence
    sentences: tuple[str, ...]

    @property
    def place(self) -> str:
        """« Atelier cuisine, lundi 14 décembre 2026, 10:00–12:00, CMS de Crest »; neither title nor place when they are sensitive."""
        row = self.occurrence
        if is_sensitive(row):
            return f"Votre séance du {row.date_sentence}"
        return ", ".join(filter(None, (row.shown_title, row.date_sentence, row.venue.name if row.venue else "")))


@dataclass
class Letter:
    """What one facilitator is told, and not before when."""

    facilitator: Facilitator
    at: datetime
    happened: list[Happened] = field(default_factory=list)


def brief_teams(*, now: datetime | None = None) -> int:
    """Write what the teams are owed since the last time; how many e-mails. Doubled or late, it tells each thing once: one row is locked."""
    now = now or timezone.now()
    with transaction.atomic():
        Heartbeat.objects.get_or_create(name=Beat.NEWS)
        beat = Heartbeat.objects.select_for_update().get(pk=Beat.NEWS)
        until = now - SETTLED_AFTER
        since = max(beat.beaten_at or until, now - OLDEST)
        letters = at_once(since, until, now) if since < until else []
        for morning in mornings_between(since, until):
            letters += of_the_morning(morning)
        for letter in letters:
            write(letter, until, now)
        if since < until or beat.beaten_at is None:
            beat.beaten_at = until
            beat.save(update_fields=["beaten_at"])
    if letters:
        wake_after_commit()
    return len(letters)


def at_once(since: datetime, until: datetime, now: datetime) -> list[Letter]:
    """For those who want to know at each change."""
    seances = [row for row in touched(since, until) if row.ends_at > now]
    return letters_for(seances, News.AT_ONCE, since, until, now)


def of_the_morning(morning: Morning) -> list[Letter]:
    """For those who read one summary: on a working day, all that happened since the morning of the one before."""
    closures = Closure.objects.filter(territory=morning.territory, organisation=None, venue=None)
    hours = OpeningHours(morning.territory, tuple(closures.order_by("pk").values_list("first_day", "last_day")))
    if not hours.opens_on(morning.day):
        return []
    days = next(
        (days for days in range(1, LONGEST_CLOSURE_DAYS) if hours.opens_on(morning.day - timedelta(days=days))), 1
    )
    since = morning.at - timedelta(days=days)
    here = Q(action__organisation__territory=morning.territory)
    seances = [row for row in touched(since, morning.at, here) if row.ends_at > morning.at]
    opening = datetime.combine(morning.day, morning.territory.opens_at, tzinfo=morning.territory.zone)
    return letters_for(seances, News.DAILY, since, morning.at, max(opening, morning.at))


def touched(since: datetime, until: datetime, here: Q | None = None) -> list[Occurrence]:
    """The séances whose inscriptions, or which themselves, have history between these instants, soonest first."""
    between = {"history_date__gt": since, "history_date__lte": until}
    keys = set(Participation.history.filter(**between).values_list("occurrence_id", flat=True))
    keys |= set(Occurrence.history.filter(**between).exclude(history_type="+").values_list("id", flat=True))
    rows = Occurrence.objects.filter(here or Q(), pk__in=keys).select_related(*LOADED)
    return list(rows.prefetch_related("facilitators__user", "action__facilitators__user").order_by("starts_at", "pk"))


def letters_for(
    seances: Iterable[Occurrence], news: News, since: datetime, until: datetime, at: datetime
) -> list[Letter]:
    """One letter per facilitator who prefers this way and can be written to."""
    letters: dict[int, Letter] = {}
    for row in seances:
        readers = [one for one in row.led_by if one.news == news and address_of(one)]
        happened = what_happened(row, since, until) if readers else ()
        for facilitator in readers if happened else ():
            letter = letters.setdefault(facilitator.pk, Letter(facilitator, at))
            letter.happened.append(Happened(row, happened))
    return list(letters.values())


def address_of(facilitator: Facilitator) -> str:
    """Her own address, or that of her account."""
    account = facilitator.user
    return facilitator.email or (account.email if account is not None and account.is_active else "")


def what_happened(row: Occurrence, since: datetime, until: datetime) -> tuple[str, ...]:
    """Who came in, who left, what changed; nothing when all of it came back to what it was."""
    moves = [*changes_of(row, since, until), *counts_of(row, since, until)]
    if moves and row.state != OccurrenceState.CANCELLED:
        seated = Participation.objects.filter(occurrence=row.pk, state__in=HOLDS_A_SEAT).count()
        moves.append(f"Maintenant : {count(seated, 'inscrit')} pour {count(row.seats_with_origin.number, 'place')}.")
    return tuple(moves)


def counts_of(row: Occurrence, since: datetime, until: datetime) -> list[str]:
    before, after = states_at(row, since), states_at(row, until)
    seated = [{key for key, state in each.items() if state in HOLDS_A_SEAT} for each in (before, after)]
    waiting = {key for key, state in after.items() if state == State.WAITING and before.get(key) != State.WAITING}
    parts = [
        (len(seated[1] - seated[0]), "inscription", "inscriptions"),
        (len(seated[0] - seated[1]), "annulation", "annulations"),
        (len(waiting), "personne de plus en attente", "personnes de plus en attente"),
    ]
    said = [count(number, *words) for number, *words in parts if number]
    return [f"{', '.join(said)}."] if said else []


def states_at(row: Occurrence, instant: datetime) -> dict[int, str]:
    """The state of each inscription at that instant."""
    entries = Participation.history.filter(occurrence_id=row.pk, history_date__lte=instant)
    return dict(entries.order_by("history_date", "history_id").values_list("id", "state"))


def changes_of(row: Occurrence, since: datetime, until: datetime) -> list[str]:
    """Cancelled, or at another date, in another place, under another title."""
    entries = Occurrence.history.filter(id=row.pk).select_related("venue").order_by("-history_date", "-history_id")
    before, after = (entries.filter(history_date__lte=instant).first() for instant in (since, until))
    if before is None or after is None:
        return []
    if after.state != before.state and OccurrenceState.CANCELLED in (before.state, after.state):
        return ["La séance est annulée." if after.state == OccurrenceState.CANCELLED else "La séance est rétablie."]
    changes = {
        "la date ou l’heure": (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at),
        "le lieu": before.venue_id != after.venue_id,
        "le titre": before.title != after.title,
    }
    changed = [name for name, is_new in changes.items() if is_new]
    return [f"Ce qui change : {', '.join(changed)}."] if changed else []


def write(letter: Letter, until: datetime, now: datetime) -> None:
    """One e-mail. Its séance is the first one, for whoever reads « Messages » there."""
    first, facilitator = letter.happened[0], letter.facilitator
    subject = first.place if len(letter.happened) == 1 else f"{len(letter.happened)} de vos séances : du nouveau"
    OutboxMessage.objects.create(
        key=f"equipe-{facilitator.pk}-{facilitator.news}-{until:%Y%m%d%H%M%S%f}",
        facilitator=facilitator,
        staff_address=address_of(facilitator),
        occurrence=first.occurrence,
        event=StaffEvent.SEANCE_NEWS,
        channel=Channel.EMAIL,
        subject=subject[:150],
        body=body_of(letter),
        is_neutral=any(is_sensitive(each.occurrence) for each in letter.happened),
        not_before=letter.at,
        expires_at=now + OLDEST,
        created_at=now,
    )


def body_of(letter: Letter) -> str:
    """The address of a séance is for whoever has an account; the names are read there, by who may."""
    has_account = letter.facilitator.user is not None
    parts = []
    for each in letter.happened:
        lines = [each.place, *each.sentences]
        if has_account:
            lines.append(settings.SITE_URL.rstrip("/") + reverse("admin:seance", args=[each.occurrence.pk]))
        parts.append("\n".join(lines))
    end = "Vous animez ces séances. Pour recevoir ces nouvelles autrement, ou plus du tout, dites-le à l’organisation."
    return "\n\n".join(["Bonjour,", *parts, end])
