"""Nobody ever receives another person's name: random séances, random acts, every message, appointment and page read for the marks of others.

Texts are the most talkative that a référente can write, on both channels; agents write the names of neighbours in their reasons."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backoffice.booking.models import Participation
from backoffice.booking.services import (
    accept,
    book,
    cancel,
    cancel_seance,
    decline,
    promote,
    propose,
    transfer,
)
from backoffice.booking.services.series import edit_series
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.values import Actor
from backoffice.console.base.errors import BackofficeError
from backoffice.notifications.enums import AFTERWARDS, Event
from backoffice.notifications.models import MessageTemplate, OutboxMessage
from backoffice.notifications.services import owe
from backoffice.notifications.services.links import secret_for
from backoffice.notifications.services.texts import About
from tests import world

numbers = itertools.count(10)
TALKATIVE = "{prénom} {libellé} {titre} {date} {lieu} {adresse} {organisation} {consignes} {contact}"
ACTS = ("cancel", "cancel_by_service", "promote", "propose", "accept", "decline", "move", "reschedule")
SCRIPTS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), min_size=4, max_size=10)
KINDS = st.lists(st.sampled_from(["sms", "email", "both", "neutral", "child"]), min_size=3, max_size=5)
TRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture
def talkative(drome):
    for event, channel in itertools.product(Event, ("sms", "email")):
        body = TALKATIVE if event in AFTERWARDS else f"{TALKATIVE} {{lien}}"
        MessageTemplate.objects.create(territory=drome, event=event, channel=channel, body=body, sending="always")


def person(crest, kind):
    """Somebody whose every datum is a mark that no ordinary word holds."""
    number = next(numbers)
    phone, email = f"06 39 98 {number // 100:02} {number % 100:02}", f"kq{number}k@example.org"
    reach = {"sms": {"phone": phone}, "email": {"phone": "", "email": email}}.get(
        kind, {"phone": phone, "email": email}
    )
    if kind == "child":
        reach = {"phone": "", "responsible": person(crest, "both")}
    return world.usager(crest, f"Zq{number}z", f"Wq{number}w", is_contact_neutral=kind == "neutral", **reach)


def marks_of(one):
    return {mark.casefold() for mark in (one.last_name, one.first_name, one.phone, one.email) if mark}


def act(name, chosen, rows, seances, actor, reason):
    """One act on one inscription, as an agent does it; an impossible one is refused, which is fine."""
    row = rows[chosen % len(rows)]
    on = {"participation_id": row.pk, "actor": actor, "reason": reason}
    if name.startswith("cancel"):
        cancel(**on, by_service=name != "cancel")
    elif name == "move":
        other = seances[chosen % 2]
        transfer(**on, occurrence_id=other.pk, idempotency_key=f"bouge-{row.pk}-{chosen}")
    elif name == "reschedule":
        later = row.occurrence.local_start + timedelta(hours=1 + chosen)
        wanted = {"scope": "this", "changes": {"day": later.date(), "start_time": later.time(), "minutes": 120}}
        known = {"summary": "essai", "version": version_of(row.occurrence.action_id), "actor": actor, "reason": reason}
        edit_series(occurrence_id=row.occurrence_id, **wanted, **known)
    else:
        {"promote": promote, "propose": propose, "accept": accept, "decline": decline}[name](**on)


def played(crest, agent, kinds, script):
    """People who ask for one seat in each of two séances, then what happens to them."""
    motif = world.motif(crest, f"Motif {next(numbers)}", default_seats=1, waitlist_max=9)
    action, place = world.action(crest, motif), world.venue(crest.territory, f"Salle {next(numbers)}")
    seances = [world.occurrence(action, in_days=days, venue=place) for days in (7, 8)]
    people = [person(crest, kind) for kind in kinds]
    for one, seance in itertools.product(people, seances):
        book(occurrence_id=seance.pk, usager_id=one.pk, actor=agent, idempotency_key=f"{seance.pk}-{one.pk}")
    reason = "À la place de " + ", ".join(f"{one} {one.phone} {one.email}" for one in people)
    for name, chosen in script:
        rows = Participation.objects.filter(occurrence__in=seances).select_related("occurrence__venue").order_by("pk")
        with suppress(BackofficeError):
            act(name, chosen, list(rows), seances, agent, reason[:240])
    for one in people:
        about = About(days_left=1)
        owe(
            event=Event.REMINDER,
            cause=f"rappel-{one.pk}",
            occurrence=seances[1],
            usager=one,
            now=timezone.now(),
            about=about,
        )
    cancel_seance(occurrence_id=seances[0].pk, actor=agent, reason=reason[:240])
    return people, seances


def judged(crest, agent, kinds, script):
    people, seances = played(crest, agent, kinds, script)
    everybody = people + [one.responsible for one in people if one.responsible_id]
    messages = OutboxMessage.objects.filter(occurrence__in=seances).select_related("usager__responsible")
    assert messages.count() >= len(people)
    for message in messages.order_by("pk"):
        words = f"{message.subject} {message.body} {message.calendar}".casefold().replace("\r\n ", "")
        own = {message.usager.first_name.casefold(), message.usager.contact.email.casefold()}
        strangers = set().union(*(marks_of(one) for one in everybody)) - own
        assert not [mark for mark in strangers if mark in words], message
    for row in (
        Participation.objects.filter(occurrence__in=seances).select_related("usager", "occurrence").order_by("pk")
    ):
        page = Client().get(f"/r/{secret_for(row.usager, row.occurrence)}").content.decode().casefold()
        strangers = set().union(*(marks_of(one) for one in everybody)) - {row.usager.first_name.casefold()}
        assert "quand" in page
        assert not [mark for mark in strangers if mark in page], row


@settings(max_examples=2, **TRIED)
@given(kinds=KINDS, script=SCRIPTS)
def test_nobody_receives_another_person_s_name(crest, claire, talkative, kinds, script):
    judged(crest, Actor.agent(claire), kinds, script)


@pytest.mark.slow
@settings(max_examples=120, **TRIED)
@given(kinds=KINDS, script=SCRIPTS)
def test_nobody_ever_receives_another_person_s_name(crest, claire, talkative, kinds, script):
    judged(crest, Actor.agent(claire), kinds, script)
