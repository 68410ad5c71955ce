"""The link of a person: the same in each of her messages, kept nowhere, ended by an agent or by the key that made it."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from backoffice.console.base.errors import OutOfPerimeter
from backoffice.notifications.enums import Event
from backoffice.notifications.models import MessageTemplate, PersonalLink
from backoffice.notifications.services import deliver_due, links, owe
from backoffice.notifications.services.links import (
    follow,
    link_behind,
    opened,
    replace,
    revealed,
    secret_for,
    take_back,
    without_link,
)
from backoffice.notifications.values.sms import Encoding, SmsSize
from tests import world
from tests.notifications.letters import Ledger

SECRET = re.compile(r"https://actions\.drome\.fr/r/([0-9A-Za-z]{22})(?= |$)")
OLD, NEW = "the-former-key-of-this-site", "the-key-that-follows-it"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://actions.drome.fr"


@pytest.fixture
def seance(crest, drome):
    return world.occurrence(world.action(crest), venue=world.venue(drome))


@pytest.fixture
def ines(crest):
    return world.usager(crest, email="ines@example.org")


@pytest.fixture
def sent(carried_by, seance, ines):
    """Owe one message and deliver it; answers the body as it was stored and as it left."""
    bodies = []

    class Reader(Ledger):
        def send(self, envelope):
            bodies.append(envelope.body)
            return super().send(envelope)

    carried_by(Reader())

    def sent(event=Event.BOOKED):
        now = timezone.now()
        (message,) = owe(event=event, cause=f"cause-{len(bodies)}", occurrence=seance, usager=ines, now=now)
        deliver_due(now=timezone.now())
        message.refresh_from_db()
        return message, bodies[-1]

    return sent


def test_every_message_carries_the_same_address_and_none_keeps_it(sent, ines, seance):
    """The database holds a digest, a seed and stars; the number shown is the number sent."""
    told = [sent(event) for event in (Event.BOOKED, Event.OFFERED, Event.PROMOTED)]
    secrets = {SECRET.search(body)[1] for _message, body in told}

    (secret,) = secrets
    assert secret == secret_for(ines, seance)
    assert secret not in str([list(PersonalLink.objects.values()), [message.body for message, _body in told]])
    for message, body in told:
        assert (len(message.body), message.segments) == (len(body), SmsSize(body).segments)
        assert SmsSize(body).encoding is Encoding.GSM7
    assert link_behind(secret).usager == ines


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_secret_is_128_bits_of_letters_and_digits(key, seed):
    secret = links.derived(key or "x", seed)

    assert re.fullmatch(r"[0-9A-Za-z]{22}", secret)
    assert secret != links.derived(key or "x", f"{seed}.")


def test_a_person_and_a_seance_each_have_their_own(ines, seance, crest):
    other = world.occurrence(seance.action, in_days=9)
    secrets = {secret_for(who, where) for who in (ines, world.usager(crest, "Petit")) for where in (seance, other)}

    assert len(secrets) == 4


def test_taken_back_it_opens_nothing_and_the_next_message_gives_the_telephone(sent, ines, seance, nadia):
    secret = secret_for(ines, seance)
    take_back(usager=ines, occurrence=seance, user=nadia, reason="Téléphone perdu")
    take_back(usager=ines, occurrence=seance, user=nadia)

    with pytest.raises(OutOfPerimeter):
        link_behind(secret)
    assert sent()[1].endswith("salle 2. Tel. 04 75 00 00 00")
    versions = PersonalLink.history.order_by("history_date", "history_id").values_list(
        "history_user", "history_change_reason"
    )
    assert list(versions)[-1] == (nadia.pk, "Téléphone perdu")


def test_taken_back_before_any_message_none_is_ever_written(sent, ines, seance, nadia):
    take_back(usager=ines, occurrence=seance, user=nadia)

    assert "/r/" not in sent()[1]


def test_replaced_the_next_message_carries_another(sent, ines, seance, nadia):
    secret = secret_for(ines, seance)
    replace(usager=ines, occurrence=seance, user=nadia)

    assert SECRET.search(sent()[1])[1] == secret_for(ines, seance) != secret
    with pytest.raises(OutOfPerimeter):
        link_behind(secret)


def test_a_key_in_the_fallbacks_goes_on_opening_and_ends_its_links_when_it_leaves(settings, ines, seance):
    settings.SECRET_KEY = OLD
    secret = secret_for(ines, seance)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert secret_for(ines, seance) == secret
    assert link_behind(secret).occurrence == seance

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(OutOfPerimeter):
        link_behind(secret)
    assert secret_for(ines, seance) != secret
    assert PersonalLink.objects.live().count() == 1


def test_two_workers_that_open_it_together_write_the_same(ines, seance):
    assert opened(ines, seance) == opened(ines, seance)
    assert PersonalLink.objects.count() == 1


def test_who_moves_keeps_her_link_or_keeps_having_none(ines, seance, nadia):
    secret, other, third = secret_for(ines, seance), world.occurrence(seance.action, in_days=9), None
    follow(ines, seance, other, user=nadia, now=timezone.now())
    assert (link_behind(secret).occurrence, secret_for(ines, other)) == (other, secret)

    take_back(usager=ines, occurrence=other, user=nadia)
    third = world.occurrence(seance.action, in_days=10)
    follow(ines, other, third, user=nadia, now=timezone.now())
    assert secret_for(ines, third) == ""


def test_a_text_says_what_stands_for_a_missing_link(sent, ines, seance, nadia, drome):
    MessageTemplate.objects.create(
        territory=drome, event="booked", channel="sms", body="Inscrit. {lien|Passez nous voir}"
    )
    assert SECRET.search(sent()[1])

    take_back(usager=ines, occurrence=seance, user=nadia)
    assert sent()[1] == "Inscrit. Passez nous voir"


def test_a_calendar_never_carries_it(ines, seance):
    """Diaries are shared with a family or an office."""
    ines.phone = ""
    ines.save()
    (message,) = owe(event=Event.BOOKED, cause="c", occurrence=seance, usager=ines, now=timezone.now())

    assert links.HIDDEN in message.body
    assert "/r/" not in message.calendar.replace("\r\n ", "")
    assert without_link(f"Bonjour\n{links.hidden_address()}\nMerci") == "Bonjour\nMerci"


def test_stars_that_somebody_typed_are_not_an_address(ines, seance):
    (message,) = owe(event=Event.BOOKED, cause="c", occurrence=seance, usager=ines, now=timezone.now())

    assert revealed("*" * 22, message) == "*" * 22
