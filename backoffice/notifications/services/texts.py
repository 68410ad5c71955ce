"""The words of a message. Sensitive motifs and neutral contacts get a text that names neither the motif nor the venue (reliability R18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

from backoffice.notifications.enums import Channel, Event

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.people.models import Usager

SENTENCES = {
    Event.BOOKED: "Vous êtes inscrit(e) : {what}.",
    Event.WAITLISTED: "Vous êtes sur la liste d'attente : {what}. Nous vous écrirons si une place se libère.",
    Event.PENDING: "Votre demande est reçue : {what}. Un agent va vous répondre.",
    Event.REJECTED: "Votre demande n'a pas pu être acceptée : {what}. Appelez-nous pour en parler.",
    Event.PROMOTED: "Une place s'est libérée, vous êtes inscrit(e) : {what}.",
    Event.OFFERED: "Une place s'est libérée pour vous : {what}. Pour la prendre, répondez avant le {until}.",
    Event.OFFER_EXPIRING: "Une place vous attend encore : {what}. Pour la prendre, répondez avant le {until}.",
    Event.OFFER_EXPIRED: "Vous n'avez pas répondu à temps : {what}. La place est proposée à une autre personne.",
    Event.CANCELLED_BY_USAGER: "Votre inscription est annulée : {what}.",
    Event.CANCELLED_BY_SERVICE: "Nous devons annuler votre inscription : {what}.",
    Event.MOVED: "Votre inscription est déplacée. Vous êtes maintenant inscrit(e) : {what}.",
    Event.SEANCE_CHANGED: "La date ou le lieu change : {what}. Votre inscription ou votre attente est gardée.",
    Event.SEANCE_CANCELLED: "La séance est annulée : {what}. Appelez-nous pour une autre date.",
}


@dataclass(frozen=True)
class Text:
    """What leaves: a subject (e-mail only) and a body."""

    subject: str
    body: str


def text_of(
    event: Event, *, channel: Channel, occurrence: Occurrence, usager: Usager, until: datetime | None = None
) -> Text:
    """The message, entirely in words that this recipient may read. `occurrence` has its action, motif, label, service and venue loaded;
    `until` is the end of an offer."""
    neutral = is_neutral(occurrence, usager)
    what = description(occurrence, channel=channel, neutral=neutral)
    body = SENTENCES[event].format(what=what, until=moment(until, occurrence) if until else "")
    phone = occurrence.action.organisation.phone
    if phone:
        body += f" Tel. {phone}" if channel == Channel.SMS else f"\n\nPour nous joindre : {phone}"
    subject = (
        "Votre rendez-vous" if neutral else f"{occurrence.action.motif.type_label.public_name} : {event.label.lower()}"
    )
    return Text(subject=subject if channel == Channel.EMAIL else "", body=body)


def moment(instant: datetime, occurrence: Occurrence) -> str:
    """« lundi 25 janvier à 10:00 », in the territory's time."""
    local = timezone.localtime(instant, occurrence.territory.zone)
    return f"{date_format(local, 'l j F')} à {date_format(local, 'H:i')}"


def is_neutral(occurrence: Occurrence, usager: Usager) -> bool:
    motif = occurrence.action.motif
    return (
        usager.is_contact_neutral
        or usager.contact.is_contact_neutral
        or motif.type_label.is_sensitive
        or motif.service.is_sensitive
    )


def description(occurrence: Occurrence, *, channel: Channel, neutral: bool) -> str:
    """What, when, how long and where, or only when."""
    start, end = occurrence.local_start, occurrence.local_end
    when = f"{date_format(start, 'l j F')} de {date_format(start, 'H:i')} à {date_format(end, 'H:i')}"
    if neutral:
        return f"rendez-vous le {when}"
    label = occurrence.action.motif.type_label
    where = f", {occurrence.venue.name}" if occurrence.venue else ""
    if channel == Channel.SMS:
        return f"{label.sms_name} {occurrence.action.shown_title}, {when}{where}"
    return f"{label.public_name} « {occurrence.action.shown_title} », {when}{where}"
