"""The words of one message to one person. A sensitive motif or a neutral contact gets a text that names nothing, whatever was typed (R18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import date_format

from backoffice.notifications.enums import Change, Channel, Event
from backoffice.notifications.services.links import hidden_address
from backoffice.notifications.services.texts.briefly import Brief, consignes_of
from backoffice.notifications.services.texts.resolving import Wordings
from backoffice.notifications.values.neutral import SPOKEN, in_cheap_letters
from backoffice.notifications.values.originals import neutral
from backoffice.notifications.values.placeholders import KNOWN, Placeholder, filled
from backoffice.notifications.values.sms import SmsSize
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from datetime import date, datetime

    from backoffice.actions.models import Occurrence
    from backoffice.notifications.values.neutral import Spoken
    from backoffice.people.models import Usager

# How Django calls the languages in which it writes our dates, where the name differs; the others read dates in French.
LOCALES: dict[str, str] = {Language.DARI: "fa"}
# How a day is written, where « jeudi 18 février » is not the order or the form of the words.
DAYS: dict[str, str] = {"es": r"l j \d\e F", "pt": r"l, j \d\e F", "uk": "l, j E", "tr": "j F l"}
SMALL_LETTERS = ("es", "pt", "uk")
LONGEST_SUBJECT = 150
OTHERS_NAMED = 4
P = Placeholder


@dataclass(frozen=True)
class About:
    """What the event adds to the séance: where it was before, what changed, until when an answer is awaited, the person's other séances that the
    same act concerns (one act is one message to her)."""

    before: Occurrence | None = None
    changes: tuple[Change, ...] = ()
    until: datetime | None = None
    days_left: int | None = None
    others: tuple[Occurrence, ...] = ()


@dataclass(frozen=True)
class Addressee:
    """Whom the text speaks of, and how she reads it; nothing of anybody else ever reaches a text."""

    first_name: str = ""
    language: str = Language.FRENCH
    is_neutral: bool = False
    has_link: bool = True

    @classmethod
    def of(cls, usager: Usager) -> Addressee:
        is_neutral = usager.is_contact_neutral or usager.contact.is_contact_neutral
        return cls(usager.first_name, usager.contact.language, is_neutral)


@dataclass(frozen=True)
class Text:
    """What leaves: a subject (e-mail only) and a body."""

    subject: str
    body: str
    is_neutral: bool = False
    empty: tuple[str, ...] = field(default=(), compare=False)
    language: str = field(default=Language.FRENCH, compare=False)
    brief: Brief = field(default=Brief(), compare=False)

    @property
    def size(self) -> SmsSize:
        return SmsSize(self.body)


def text_of(
    wordings: Wordings,
    *,
    channel: Channel,
    occurrence: Occurrence,
    addressee: Addressee,
    about: About | None = None,
) -> Text:
    """The message, entirely in words that this recipient may read. `occurrence` has its action, motif, labels, service and venue loaded."""
    event = Event(wordings.event)
    is_neutral = addressee.is_neutral or is_sensitive(occurrence)
    if is_neutral:
        language = addressee.language if addressee.language in SPOKEN else str(Language.FRENCH)
        subject, body = neutral(event, channel, language)
    else:
        found = wordings.body(channel, addressee.language)
        subject, body, language = wordings.subject(channel, found.language).value, found.value, found.language
    spoken = SPOKEN.get(language)
    with translation.override(LOCALES.get(language, language) if spoken else Language.FRENCH):
        values = values_of(event, channel, occurrence, addressee, about or About(), spoken)
        brief = (
            consignes_of(body, values, occurrence, event, channel)
            if not is_neutral and "consignes" in body
            else Brief()
        )
        values[P.INSTRUCTIONS] = brief.words
        also = others_of(about.others if about else (), channel, spoken)
    line = " ".join(filled(subject, values).split())[:LONGEST_SUBJECT] if channel == Channel.EMAIL else ""
    words = filled(body, values)
    if also:
        words += f" {also}" if channel == Channel.SMS else f"\n\n{also}"
    return Text(line, words, is_neutral, empty_in(body, values), language, brief)


def is_sensitive(occurrence: Occurrence) -> bool:
    return occurrence.action.is_sensitive


def is_neutral(occurrence: Occurrence, usager: Usager) -> bool:
    """Whether nothing may be named: because of what the séance is, or because of who may read."""
    return Addressee.of(usager).is_neutral or is_sensitive(occurrence)


def values_of(
    event: Event,
    channel: Channel,
    occurrence: Occurrence,
    addressee: Addressee,
    about: About,
    spoken: Spoken | None = None,
) -> dict[Placeholder, str]:
    """The value of each placeholder; "" when there is none."""
    action, venue = occurrence.action, occurrence.venue
    label = action.shown_label
    phone = action.organisation.phone or occurrence.territory.phone
    before, reach = about.before, f"{spoken.reach}:" if spoken else "Pour nous joindre :"
    values = {
        P.LABEL: label.shown_sms_name if channel == Channel.SMS else label.public_name,
        P.TITLE: occurrence.title or action.shown_title,
        P.DATE: day_of(occurrence.local_start),
        P.START: f"{occurrence.local_start:%H:%M}",
        P.END: f"{occurrence.local_end:%H:%M}",
        P.DURATION: duration_of(occurrence.duration_minutes),
        P.VENUE: venue.name if venue else "",
        P.ADDRESS: venue.full_address if venue else "",
        P.PHONE: phone,
        P.CONTACT: (f"Tel. {phone}" if channel == Channel.SMS else f"{reach} {phone}") if phone else "",
        P.LINK: hidden_address() if addressee.has_link else "",
        P.ORGANISATION: action.organisation.name,
        P.FIRST_NAME: addressee.first_name,
        P.OLD_DATE: moment_of(before.starts_at if before else None, occurrence, spoken),
        P.OLD_VENUE: before.venue.name if before and before.venue else "",
        P.CHANGES: ", ".join(change.label.lower() for change in about.changes),
        P.DEADLINE: moment_of(about.until, occurrence, spoken),
        P.WHEN: days_of(about.days_left, spoken),
    }
    if channel == Channel.SMS:
        values |= {name: in_cheap_letters(values[name]) for name in (P.DATE, P.OLD_DATE, P.DEADLINE, P.WHEN)}
    return values


def day_of(moment: datetime) -> str:
    """« lundi 14 décembre », in the language of the text."""
    return day_in(translation.get_language() or Language.FRENCH, moment.date())


@lru_cache(maxsize=512)
def day_in(language: str, day: date) -> str:
    """The same in the active `language`. The people of a séance read the same day."""
    if language == Language.FRENCH:
        number = "1er" if day.day == 1 else str(day.day)
        return f"{date_format(day, 'l')} {number} {date_format(day, 'F')}"
    words = date_format(day, DAYS.get(language, "l j F"))
    return words.lower() if language in SMALL_LETTERS else words


def duration_of(minutes: int) -> str:
    """« 45 min », « 2 h », « 2 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def moment_of(instant: datetime | None, occurrence: Occurrence, spoken: Spoken | None = None) -> str:
    """« lundi 14 décembre à 10:00 », in the time of the séance's territory."""
    if instant is None:
        return ""
    local = instant.astimezone(occurrence.territory.zone)
    return f"{day_of(local)} {spoken.at if spoken else 'à'} {local:%H:%M}"


def others_of(seances: tuple[Occurrence, ...], channel: Channel, spoken: Spoken | None = None) -> str:
    """« Aussi : lundi 21 décembre à 14:00, lundi 28 décembre à 14:00. », the first ones, and how many more."""
    if not seances:
        return ""
    named = ", ".join(moment_of(each.starts_at, each, spoken) for each in seances[:OTHERS_NAMED])
    more = len(seances) - OTHERS_NAMED
    if spoken:
        said = f"{spoken.also}: {named}{f' (+{more})' if more > 0 else ''}."
    else:
        rest = f", et {more} autre{'s' if more > 1 else ''} jusqu'au {day_of(seances[-1].local_start)}"
        said = f"Aussi : {named}{rest if more > 0 else ''}."
    return in_cheap_letters(said) if channel == Channel.SMS else said


def days_of(days_left: int | None, spoken: Spoken | None = None) -> str:
    if days_left is None:
        return ""
    today, tomorrow, later = "aujourd'hui", "demain", "dans {} jours"
    if spoken:
        today, tomorrow, later = spoken.today, spoken.tomorrow, spoken.in_days
    return {0: today, 1: tomorrow}.get(days_left, later.format(days_left))


def empty_in(text: str, values: dict[Placeholder, str]) -> tuple[str, ...]:
    """The placeholders of the text that have no value here: the screen shows what stands for them."""
    named = (hole for name, hole in KNOWN.items() if f"{{{hole}" in text or f"{{{name}" in text)
    return tuple(hole for hole in named if not values.get(hole))
