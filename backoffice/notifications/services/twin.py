"""The twin of a message: the exact text that real séances to come would send, what it costs, and what to look at before it leaves.

It is made by the same functions as the message itself, so the number shown is the number sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.catalogue.models import TypeLabel
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Change, Channel, Event
from backoffice.notifications.services.alerts import alerts_of, night_of, sensitive_names, told_in_french, ways_told
from backoffice.notifications.services.appointments import GIVEN, UPDATED, title_of
from backoffice.notifications.services.texts import About, Addressee, Text, Wordings, text_of, wordings_for
from backoffice.notifications.values.sms import SmsSize, dear_characters, euros, foreign_letters, replacement_for
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from backoffice.directory.models import Territory

LOADED = ("action__motif__type_label", "action__motif__service", "action__type_label", "action__organisation__territory", "venue")  # fmt: skip
READ = 60


@dataclass(frozen=True)
class Dear:
    """A character out of the cheap alphabet, what could stand for it, and where it is written."""

    character: str
    replacement: str
    where: str

    @property
    def is_in_text(self) -> bool:
        return self.where == "le texte"


@dataclass(frozen=True)
class Case:
    """One séance to come, and its message."""

    title: str
    occurrence: Occurrence
    text: Text
    price: str
    dear: tuple[Dear, ...] = ()
    alerts: tuple[str, ...] = ()
    calendar_title: str = ""
    in_french: str = ""

    @property
    def ways(self) -> str:
        return ways_told(self.text, self.occurrence)

    @property
    def size(self) -> SmsSize:
        return self.text.size


@dataclass(frozen=True)
class Twin:
    """What is shown beside the text: chosen cases, and a word about all the séances read."""

    channel: Channel
    cases: tuple[Case, ...]
    seances: int
    over_one: int
    night: str

    @property
    def summary(self) -> str:
        read = count(self.seances, "séance à venir", "séances à venir")
        if self.channel != Channel.SMS or not self.seances:
            return f"{read}." if self.seances else ""
        if not self.over_one:
            return f"{read} : chaque message tient dans 1 SMS."
        return f"{self.over_one} sur {read} : le message dépasse 1 SMS."


def seances_to_come(condition: Q, now: datetime | None = None) -> list[Occurrence]:
    """The next séances, with all that a message needs, in a fixed number of statements."""
    rows = Occurrence.objects.upcoming(now or timezone.now()).filter(condition).select_related(*LOADED)
    return list(rows.prefetch_related("action__motif__instructions").order_by("starts_at", "pk")[:READ])


def twin_of(
    seances: Sequence[Occurrence],
    wordings: Callable[[Occurrence], Wordings],
    *,
    channel: Channel,
    territory: Territory,
    language: str = Language.FRENCH,
    typed: str = "",
) -> Twin:
    """The twin over these séances; `typed` is the text being written, to say which characters are in it."""
    made = [(each, text_for(each, wordings(each), channel, language)) for each in seances]
    names = sensitive_names(territory)
    cases = [
        replace(
            case_of(title, occurrence, text, wordings(occurrence).event, channel, typed, names),
            in_french=told_in_french(text, language),
        )
        for title, (occurrence, text) in chosen(made, channel)
    ]
    over = sum(text.size.segments > 1 for _occurrence, text in made) if channel == Channel.SMS else 0
    return Twin(channel, tuple(cases), len(made), over, night_of(territory) if channel == Channel.SMS else "")


def text_for(occurrence: Occurrence, wordings: Wordings, channel: Channel, language: str) -> Text:
    """The message as an invented person would receive it."""
    about = about_for(Event(wordings.event), occurrence)
    addressee = Addressee(first_name="Camille", language=language)
    return text_of(wordings, channel=channel, occurrence=occurrence, addressee=addressee, about=about)


def about_for(event: Event, occurrence: Occurrence) -> About:
    """A plausible cause: an answer awaited the day before, a séance that was a week later at the same place."""
    day = timedelta(days=1)
    if event in (Event.MOVED, Event.SEANCE_CHANGED):
        before = Occurrence(
            action=occurrence.action, venue=occurrence.venue, starts_at=occurrence.starts_at + 7 * day, ends_at=occurrence.ends_at + 7 * day
        )  # fmt: skip
        return About(before=before, changes=(Change.TIME,))
    return About(until=occurrence.starts_at - day, days_left=2)


def chosen(made: list[tuple[Occurrence, Text]], channel: Channel) -> list[tuple[str, tuple[Occurrence, Text]]]:
    """The usual one, the longest and the dearest, each séance once; one is enough for an e-mail."""
    if not made:
        return []
    by_length = sorted(made, key=lambda each: (each[1].size.units, each[0].pk))
    usual = by_length[len(by_length) // 2]
    if channel != Channel.SMS:
        return [("Séance habituelle", usual)]
    longest = max(made, key=lambda each: (each[1].size.characters, each[0].pk))
    worst = max(made, key=lambda each: (each[1].size.segments, each[1].size.units, each[0].pk))
    titles: dict[int, list[str]] = {}
    for title, case in (("Séance habituelle", usual), ("La plus longue", longest), ("La plus chère", worst)):
        titles.setdefault(case[0].pk, []).append(title)
    found = {case[0].pk: case for case in (usual, longest, worst)}
    return [(" · ".join(words), found[key]) for key, words in titles.items()]


def case_of(
    title: str, occurrence: Occurrence, text: Text, event: str, channel: Channel, typed: str, names: Iterable[str]
) -> Case:
    size, unit = text.size, occurrence.territory.sms_segment_price
    is_sms = channel == Channel.SMS
    return Case(
        title,
        occurrence,
        text,
        euros(unit * size.segments) if is_sms and unit is not None else "",
        tuple(dear_in(text, occurrence, typed)) if is_sms else (),
        tuple(alerts_of(text, occurrence, names, event=event, is_sms=is_sms)),
        title_of(occurrence, is_neutral=text.is_neutral, language=text.language)
        if not is_sms and event in (*GIVEN, *UPDATED)
        else "",
    )


def dear_in(text: Text, occurrence: Occurrence, typed: str) -> Iterable[Dear]:
    """Each character that takes the message out of the cheap alphabet, with the place to change it; none where changing them changes nothing."""
    if foreign_letters(text.body):
        return
    action, venue = occurrence.action, occurrence.venue
    places = (
        (typed, "le texte"),
        (action.shown_label.shown_sms_name, "le libellé"),
        (action.shown_title, "le titre de l’action"),
        (venue.name if venue else "", "le nom du lieu"),
    )
    for character in dear_characters(text.body):
        where = next((place for words, place in places if character in words), "les consignes ou l’adresse")
        yield Dear(character, replacement_for(character), where)


def twin_of_label(label: TypeLabel, *, event: Event = Event.BOOKED, channel: Channel = Channel.SMS) -> Twin:
    """What the séances that use this label would say, with the names that it has now, saved or not."""
    uses = Q(action__type_label=label.pk) | Q(action__type_label__isnull=True, action__motif__type_label=label.pk)
    seances = seances_to_come(uses)
    known: dict[Any, Wordings] = {}
    for occurrence in seances:
        action = occurrence.action
        if action.type_label_id == label.pk:
            action.type_label = label
        if action.motif.type_label_id == label.pk:
            action.motif.type_label = label
        if action.pk not in known:
            known[action.pk] = wordings_for(action, event)
    return twin_of(seances, lambda each: known[each.action_id], channel=channel, territory=label.territory)
