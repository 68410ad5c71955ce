"""Nobody ever receives another person's name: random séances, random acts, every message, appointment and page read for the marks of others.

Séances of one day (a group), with parties, a waiting list, people oriented by another organisation and people of a list; texts are the most
talkative that a référente can write, on both channels; agents write the names of neighbours in their reasons and notes. The team is told numbers,
and no name."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backoffice.actions.enums import News
from backoffice.actions.models import OccurrenceGroup, SeriesEdit
from backoffice.booking.models import Participation
from backoffice.booking.services import (
    accept,
    book,
    cancel,
    cancel_seance,
    decline,
    prescribe,
    promote,
    propose,
    transfer,
)
from backoffice.booking.services.batches import prepare_batch, start_batch
from backoffice.booking.services.briefing import brief_teams
from backoffice.booking.services.messages.resending import resend
from backoffice.booking.services.messages.writing import write_to
from backoffice.booking.services.series import edit_series, undo_edit
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.tasks import enrol_lists
from backoffice.booking.values import Actor
from backoffice.catalogue.enums import Openness
from backoffice.console.base.errors import BackofficeError
from backoffice.notifications.enums import AFTERWARDS, Event
from backoffice.notifications.models import MessageTemplate, OutboxMessage
from backoffice.notifications.services import owe
from backoffice.notifications.services.links import secret_for
from backoffice.notifications.services.texts import About
from tests import world
from tests.examples import one_example

numbers = itertools.count(10)
TALKATIVE = "{prénom} {libellé} {titre} {date} {lieu} {adresse} {organisation} {consignes} {contact}"
ACTS = ("cancel", "cancel_by_service", "promote", "propose", "accept", "decline", "move", "reschedule")
ACTS_ON_MESSAGES = ("resend", "write", "undo")
SCRIPTS = st.lists(st.tuples(st.sampled_from(ACTS + ACTS_ON_MESSAGES), st.integers(0, 9)), min_size=4, max_size=10)
KINDS = st.lists(
    st.sampled_from(["sms", "email", "both", "neutral", "child", "party", "oriented", "listed"]), min_size=3, max_size=5
)
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


@pytest.fixture
def lila(drome):
    """An agent of another organisation, who orients the people that she follows."""
    return world.user("Lila", "Agent", drome, world.organisation(drome, "CMS de Die"))


def enrol_list(seance, people, user):
    """Those of a list, recognised by their name and telephone."""
    lines = ["Nom;Prénom;Téléphone", *(f"{one.last_name};{one.first_name};{one.phone}" for one in people)]
    batch = prepare_batch(
        occurrence_id=seance.pk, file=ContentFile("\n".join(lines).encode()), source="Liste", user=user
    )
    start_batch(batch_id=batch.pk, user=user)
    enrol_lists()


def enrol_all(people, seances, agent, lila, note):
    """Each as she comes: by an agent, with somebody, oriented by another organisation, or with a list."""
    for (one, kind), seance in itertools.product(people, seances):
        on = {"occurrence_id": seance.pk, "usager_id": one.pk, "idempotency_key": f"{seance.pk}-{one.pk}"}
        if kind == "oriented":
            prescribe(**on, user=lila, items=(), note=note)
        elif kind != "listed":
            book(**on, actor=agent, party_size=2 if kind == "party" else 1)
    listed = [one for one, kind in people if kind == "listed"]
    for seance in seances if listed else ():
        enrol_list(seance, listed, agent.user)


def act_on_messages(name, chosen, seances, actor, reason):
    """What an agent does with messages, or with what she did."""
    if name == "undo":
        undo_edit(edit_id=SeriesEdit.objects.latest("pk").pk, actor=actor, reason=reason)
    elif name == "write":
        rows = Participation.objects.filter(occurrence=seances[0]).values_list("pk", flat=True)
        text = {"subject": "Pour {prénom}", "body": TALKATIVE, "channel": "sms"}
        write_to(occurrence_id=seances[0].pk, participation_ids=rows, **text, user=actor.user, key=f"k{next(numbers)}")
    else:
        message = OutboxMessage.objects.filter(occurrence__in=seances, usager__isnull=False).order_by("pk")[chosen]
        resend(message_id=message.pk, channel=message.channel, user=actor.user, key=f"k{next(numbers)}")


def act(name, chosen, rows, seances, actor, reason):
    """One act on one inscription, as an agent does it; an impossible one is refused, which is fine."""
    if name in ACTS_ON_MESSAGES:
        act_on_messages(name, chosen, seances, actor, reason)
        return
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


def played(crest, agent, lila, kinds, script):
    """People who ask for the two places of each of two bands of a day, then what happens to them."""
    seats = {"default_seats": 2, "waitlist_max": 9, "party_max": 3, "openness": Openness.TERRITORY}
    action = world.action(crest, world.motif(crest, f"Motif {next(numbers)}", **seats))
    place, day = (
        world.venue(crest.territory, f"Salle {next(numbers)}"),
        OccurrenceGroup.objects.create(action=action, name="Forum"),
    )
    seances = [world.occurrence(action, in_days=days, venue=place, group=day) for days in (7, 7.1)]
    runner = crest.territory.facilitators.create(
        name=f"Équipe {next(numbers)}", organisation=crest, email="equipe@example.org", news=News.AT_ONCE
    )
    for seance in seances:
        seance.facilitators.add(runner)
    brief_teams(now=timezone.now() - timedelta(minutes=1))
    homes = {"oriented": lila.memberships.get().organisation}
    people = [(person(homes.get(kind, crest), kind), kind) for kind in kinds]
    reason = "À la place de " + ", ".join(f"{one} {one.phone} {one.email}" for one, _ in people)
    enrol_all(people, seances, agent, lila, reason[:200])
    people = [one for one, _ in people]
    for name, chosen in script:
        rows = Participation.objects.filter(occurrence__in=seances).select_related("occurrence__venue").order_by("pk")
        with suppress(BackofficeError, IndexError, SeriesEdit.DoesNotExist):
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
    with suppress(BackofficeError):
        cancel_seance(occurrence_id=seances[0].pk, actor=agent, reason=reason[:240])
    brief_teams(now=timezone.now() + timedelta(minutes=5))
    return people, seances


def judged(crest, agent, lila, kinds, script):
    people, seances = played(crest, agent, lila, kinds, script)
    everybody = people + [one.responsible for one in people if one.responsible_id]
    messages = OutboxMessage.objects.filter(occurrence__in=seances).select_related("usager__responsible")
    assert messages.filter(usager__isnull=False).count() >= len(people)
    assert messages.filter(usager__isnull=True).exists(), "the team is told"
    for message in messages.order_by("pk"):
        words = f"{message.subject} {message.body} {message.calendar}".casefold().replace("\r\n ", "")
        own = (
            {message.usager.first_name.casefold(), message.usager.contact.email.casefold()} if message.usager else set()
        )
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
def test_nobody_receives_another_person_s_name(crest, claire, lila, talkative, kinds, script):
    with one_example():
        judged(crest, Actor.agent(claire), lila, kinds, script)


@pytest.mark.slow
@settings(max_examples=80, **TRIED)
@given(kinds=KINDS, script=SCRIPTS)
def test_nobody_ever_receives_another_person_s_name(crest, claire, lila, talkative, kinds, script):
    with one_example():
        judged(crest, Actor.agent(claire), lila, kinds, script)
