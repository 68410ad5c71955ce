"""The appointment that goes with an e-mail (iCalendar, RFC 5545 and 5546): kept, updated and removed by mail programs themselves.

One appointment per person and séance: the same UID for ever, a SEQUENCE that rises with each e-mail, and CANCEL only for somebody who was given
an appointment. A person who moves keeps hers: it changes date. A sensitive one names nothing (R18, bad input B81)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from backoffice.notifications.enums import Event as Cause
from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.links import without_link
from backoffice.notifications.services.texts import About
from backoffice.notifications.values.originals import neutral_subject

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.notifications.services.texts import Text
    from backoffice.people.models import Usager

GIVEN = (Cause.BOOKED, Cause.APPROVED, Cause.PROMOTED, Cause.MOVED)
REMOVED = (Cause.CANCELLED_BY_USAGER, Cause.CANCELLED_BY_SERVICE, Cause.SEANCE_CANCELLED)
UPDATED = (Cause.SEANCE_CHANGED, Cause.SEANCE_RESTORED, *REMOVED)

END = "END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Appointment:
    """What the outbox keeps of it."""

    content: str = ""
    uid: str = ""
    sequence: int = 0


def appointment_for(
    event: str, *, occurrence: Occurrence, usager: Usager, about: About, text: Text, now: datetime
) -> Appointment:
    """The appointment that an e-mail of this event carries; an empty one when it carries none."""
    if event not in GIVEN and event not in UPDATED:
        return Appointment()
    earlier = last_given(occurrence, usager, about)
    if earlier is None and event in UPDATED:
        return Appointment()
    uid = earlier.calendar_uid if earlier else uid_of(occurrence, usager)
    sequence = earlier.calendar_sequence + 1 if earlier else 0
    component = described(event, uid, sequence, occurrence=occurrence, usager=usager, text=text, now=now)
    calendar = calendar_with(component, method="CANCEL" if event in REMOVED else "REQUEST")
    return Appointment(calendar.to_ical().decode(), uid, sequence)


def appointments_for(
    event: str, *, occurrence: Occurrence, usager: Usager, about: About, text: Text, now: datetime
) -> Appointment:
    """That of the séance, followed by those of her other séances that the same act concerns: each is a calendar of its own, as iTIP wants."""
    shared: dict[str, Any] = {"usager": usager, "text": text, "now": now}
    first = appointment_for(event, occurrence=occurrence, about=about, **shared)
    others = [
        appointment_for(event, occurrence=each, about=replace(about, before=None), **shared) for each in about.others
    ]
    return replace(first, content="".join(each.content for each in (first, *others)))


def calendars_in(content: str) -> list[str]:
    """Each of the calendars that a message keeps one after the other."""
    return [f"{each}{END}" for each in content.split(END) if each.strip()]


def appointment_file(*, occurrence: Occurrence, usager: Usager, is_neutral: bool, now: datetime) -> bytes:
    """The same appointment as a file that she keeps by herself (PUBLISH, RFC 5546): nobody is invited, nobody is named."""
    earlier = last_given(occurrence, usager, About())
    component = Event()
    component.add("uid", earlier.calendar_uid if earlier else uid_of(occurrence, usager))
    component.add("sequence", earlier.calendar_sequence if earlier else 0)
    fill(component, occurrence, is_neutral=is_neutral, now=now)
    component.add("status", "CONFIRMED")
    component.add("class", "PRIVATE")
    calendar = calendar_with(component, method="PUBLISH")
    return bytes(calendar.to_ical())


def calendar_with(component: Event, *, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//actions-collectives//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(component)
    return calendar


def uid_of(occurrence: Occurrence, usager: Usager) -> str:
    return f"seance-{occurrence.pk}-{usager.pk}@{domain()}"


def last_given(occurrence: Occurrence, usager: Usager, about: About) -> OutboxMessage | None:
    """The last appointment that this person was sent for this séance, or for the one that she leaves."""
    seances = [occurrence.pk, *([about.before.pk] if about.before else [])]
    rows = OutboxMessage.objects.filter(usager=usager.pk, occurrence__in=seances).exclude(calendar_uid="")
    return rows.exclude(state=MessageState.CANCELLED).order_by("-pk").first()


def described(
    event: str, uid: str, sequence: int, *, occurrence: Occurrence, usager: Usager, text: Text, now: datetime
) -> Event:
    """One VEVENT, in UTC: every program shows it in its own time."""
    component = Event()
    component.add("uid", uid)
    component.add("sequence", sequence)
    fill(component, occurrence, is_neutral=text.is_neutral, now=now, language=text.language)
    component.add("description", without_link(text.body))
    component.add("status", "CANCELLED" if event in REMOVED else "CONFIRMED")
    component.add("organizer", person(settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("<> ")))
    attendee = person(usager.contact.email)
    attendee.params["RSVP"] = vText("FALSE")
    component.add("attendee", attendee)
    return component


def fill(component: Event, occurrence: Occurrence, *, is_neutral: bool, now: datetime, language: str = "fr") -> None:
    """When, what and where."""
    component.add("dtstamp", now)
    component.add("dtstart", occurrence.starts_at)
    component.add("dtend", occurrence.ends_at)
    component.add("summary", title_of(occurrence, is_neutral=is_neutral, language=language))
    if occurrence.venue and not is_neutral:
        component.add("location", ", ".join(filter(None, (occurrence.venue.name, occurrence.venue.address))))


def title_of(occurrence: Occurrence, *, is_neutral: bool, language: str = "fr") -> str:
    """What the agenda of the person shows; neutral, it is the subject of her e-mail."""
    if is_neutral:
        return neutral_subject(language)
    return f"{occurrence.action.shown_label.public_name} : {occurrence.action.shown_title}"


def person(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{address}")


def domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")


def method_of(calendar: str) -> str:
    """REQUEST or CANCEL, as the envelope of the e-mail must repeat it."""
    return "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
