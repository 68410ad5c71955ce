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
from backoffice.console.base.wording import count, links_elsewhere
from backoffice.directory.models import Service
from backoffice.notifications.enums import Change, Channel, Event
from backoffice.notifications.services.appointments import GIVEN, UPDATED, title_of
from backoffice.notifications.services.links import WRITTEN
from backoffice.notifications.services.texts import About, Addressee, Text, Wordings, text_of, wordings_for
from backoffice.notifications.values.placeholders import ANSWERS
from backoffice.notifications.values.sms import SmsSize, dear_characters, euros, made_cheap, replacement_for
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from backoffice.directory.models import Territory

LOADED = ("action__motif__type_label", "action__motif__service", "action__type_label", "action__organisation__territory", "venue")  # fmt: skip
READ = 60
FACTORS = {2: "double", 3: "triple"}


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
        title_of(occurrence, is_neutral=text.is_neutral) if not is_sms and event in (*GIVEN, *UPDATED) else "",
    )


def dear_in(text: Text, occurrence: Occurrence, typed: str) -> Iterable[Dear]:
    """Each character that takes the message out of the cheap alphabet, with the place to change it."""
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


def alerts_of(text: Text, occurrence: Occurrence, names: Iterable[str], *, event: str, is_sms: bool) -> Iterable[str]:
    """What a référente would want to know before it leaves."""
    if text.is_neutral:
        yield "Motif ou service sensible : le texte neutre part à la place du vôtre."
    if is_sms:
        yield from dearness(text.size)
    folded = f"{text.subject} {text.body}".casefold()
    for name in names:
        if not text.is_neutral and name.casefold() in folded:
            yield f"Ce message contient un nom sensible : « {name} »."
    yield from ways_to_answer(text, occurrence, event)
    for link in links_elsewhere(text.body):
        yield f"Ce lien mène à un autre site : {link}"
    for name in text.empty:
        yield f"{{{name}}} est vide pour cette séance : le texte de remplacement est utilisé."


def ways_to_answer(text: Text, occurrence: Occurrence, event: str) -> Iterable[str]:
    """Whether the person can answer, and as easily as she may."""
    phone = occurrence.action.organisation.phone or occurrence.territory.phone
    has_link = WRITTEN.search(text.body)
    if not has_link and not (phone and phone in text.body):
        yield "Ce message ne donne ni téléphone ni lien : la personne ne sait pas comment répondre."
    elif not has_link and event in ANSWERS:
        yield "Ce message attend une réponse sans donner le lien : la personne devra téléphoner. Ajoutez {lien}."


def told_in_french(text: Text, language: str) -> str:
    """Why somebody who reads another language receives French; nothing when she reads her own."""
    if text.language == language:
        return ""
    name = Language(language).label.lower()
    if text.is_neutral:
        return f"Le texte neutre n’existe qu’en français : qui lit cette langue ({name}) le reçoit en français."
    return f"Aucun texte n’est écrit dans cette langue ({name}) : le texte français part."


def dearness(size: SmsSize) -> Iterable[str]:
    """Why it costs more than one SMS."""
    cheap = SmsSize(made_cheap(size.text)).segments
    if size.segments > cheap:
        first = dear_characters(size.text)[0]
        factor = FACTORS.get(size.segments, "") if cheap == 1 else ""
        effect = f"{factor} le prix de ce SMS" if factor else f"fait passer ce message de {cheap} à {size.segments} SMS"
        yield f"Le caractère « {first} » {effect}."
    elif size.segments > 1:
        yield f"Ce message est trop long : il compte pour {size.segments} SMS."


def sensitive_names(territory: Territory) -> tuple[str, ...]:
    """Names that no message should carry in clear."""
    services = (
        Service.objects.filter(territory=territory, is_sensitive=True).order_by("pk").values_list("name", "short_name")
    )
    labels = (
        TypeLabel.objects.filter(territory=territory, is_sensitive=True)
        .order_by("pk")
        .values_list("internal_name", "public_name")
    )
    return tuple(dict.fromkeys(name for names in (*services, *labels) for name in names if name))


def night_of(territory: Territory) -> str:
    start, end = territory.quiet_from, territory.quiet_until
    if start == end:
        return "Aucun silence n’est réglé : ce message peut partir la nuit."
    return f"Entre {start:%H:%M} et {end:%H:%M}, ce message attend {end:%H:%M}."


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
