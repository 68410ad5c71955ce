"""Those who run a séance are told what happens in it, each as she prefers: a minute after by e-mail or SMS, in the morning of a working day, behind
the bell of the application, or not at all. Whoever joins or leaves a team is told so.

Numbers only: nothing here carries the name of anybody who comes, nor title and place where they are sensitive. Nothing is written when people
enrol: what happened between two instants is read in the history, so that an act on thirty people is one message, and somebody enrolled then
cancelled in the same minute is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from backoffice.actions.enums import News
from backoffice.actions.models import Facilitator
from backoffice.booking.services.briefing.happenings import Happened, changes_between, touched
from backoffice.booking.services.briefing.writing import bell_of, message_of
from backoffice.booking.services.reminding import mornings_between
from backoffice.directory.models import Closure
from backoffice.directory.values import OpeningHours
from backoffice.notifications.enums import Beat
from backoffice.notifications.models import BellNote, Heartbeat, OutboxMessage
from backoffice.notifications.services.waking import wake_after_commit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from backoffice.booking.services.briefing.happenings import Changes
    from backoffice.booking.services.reminding import Morning

# An act whose history was dated before this has committed, and its author had the time to think again.
SETTLED_AFTER = timedelta(seconds=60)
OLDEST = timedelta(days=2)
BELL_KEEPS = timedelta(days=60)
LONGEST_CLOSURE_DAYS = 15
AT_ONCE = (News.AT_ONCE, News.SMS)


@dataclass
class Letter:
    """What one facilitator is told, and not before when."""

    facilitator: Facilitator
    at: datetime
    happened: list[Happened] = field(default_factory=list)


def brief_teams(*, now: datetime | None = None) -> int:
    """Write what the teams are owed since the last time; how many messages. Doubled or late, it tells each thing once: one row is locked."""
    now = now or timezone.now()
    with transaction.atomic():
        Heartbeat.objects.get_or_create(name=Beat.NEWS)
        beat = Heartbeat.objects.select_for_update().get(pk=Beat.NEWS)
        until = now - SETTLED_AFTER
        since = max(beat.beaten_at or until, now - OLDEST)
        told = tell(since, until, now) if since < until else []
        OutboxMessage.objects.bulk_create(told)
        if since < until or beat.beaten_at is None:
            beat.beaten_at = until
            beat.save(update_fields=["beaten_at"])
    if told:
        wake_after_commit()
    return len(told)


def tell(since: datetime, until: datetime, now: datetime) -> list[OutboxMessage]:
    """The messages of these instants, and what the bell says."""
    everybody = letters_for(since, until, now, News.values)
    notes = [note for letter in everybody for note in bell_of(letter, until)]
    BellNote.objects.bulk_create(notes)
    letters = [letter for letter in everybody if letter.facilitator.news in AT_ONCE]
    for morning in mornings_between(since, until):
        letters += of_the_morning(morning)
        BellNote.objects.filter(happened_at__lt=now - BELL_KEEPS).delete()
    written = (message_of(letter, until, now, expires_at=now + OLDEST) for letter in letters)
    return [message for message in written if message is not None]


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
    opening = datetime.combine(morning.day, morning.territory.opens_at, tzinfo=morning.territory.zone)
    return letters_for(since, morning.at, max(opening, morning.at), (News.DAILY,), here)


def letters_for(
    since: datetime, until: datetime, at: datetime, preferred: Collection[str], here: Q | None = None
) -> list[Letter]:
    """One letter per facilitator who prefers to be told in one of these ways, about the séances that are not over."""
    seances, itself = touched(since, until, here or Q())
    changes = [changes_between(row, since, until, is_itself=row.pk in itself) for row in seances if row.ends_at > until]
    letters: dict[int, Letter] = {}
    readers = readers_of(changes, preferred)
    for each in changes:
        for key in sorted(each.before | each.after):
            said = each.told_to(key) if key in readers else ()
            if said:
                letter = letters.setdefault(key, Letter(readers[key], at))
                letter.happened.append(Happened(each.occurrence, said))
    return list(letters.values())


def readers_of(changes: Iterable[Changes], preferred: Collection[str]) -> dict[int, Facilitator]:
    """Those of these teams, of before and after, who want to be told so."""
    keys = {key for each in changes for key in each.before | each.after}
    rows = Facilitator.objects.filter(pk__in=keys, news__in=set(preferred) - {News.NEVER})
    return {row.pk: row for row in rows.select_related("user", "territory").order_by("pk")}
