"""Every message of the product, word for word, in `messages/`: files that a référente reads. Nobody's name but her own, nothing sensitive.

To accept a new wording, delete the file and run the test twice: it writes the file, fails once to say so, then passes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils.text import slugify
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.actions.models import CollectiveAction, Occurrence
from backoffice.catalogue.models import Motif, TypeLabel
from backoffice.directory.models import Organisation, Service, Territory, Venue
from backoffice.notifications.enums import Change, Channel, Event
from backoffice.notifications.services.appointments import title_of
from backoffice.notifications.services.links import WRITTEN
from backoffice.notifications.services.texts import About, Addressee, Wordings, text_of
from backoffice.notifications.values.sms import Encoding, SmsSize

FILES = Path(__file__).parent / "messages"
START = datetime(2027, 1, 14, 14, tzinfo=ZoneInfo("Europe/Paris"))
CANARY = "CANARI"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)


@pytest.fixture(autouse=True)
def _site(request):
    request.getfixturevalue("settings").SITE_URL = "https://actions.drome.fr"


def seance(*, sensitive: str = "", word: str = "", venue: bool = True, consigne: bool = True) -> Occurrence:
    """A séance in memory: no row is needed to read a message. `word` marks everything that could be named."""
    place = Territory(code="26", name="Drôme", instructions_word="À savoir")
    service = Service(territory=place, name=f"PMI{word}", short_name="PMI", is_sensitive=sensitive == "service")
    names = {"internal_name": f"Atelier PMI{word}", "public_name": f"Atelier{word}", "sms_name": f"Atelier{word}"}
    label = TypeLabel(territory=place, is_sensitive=sensitive == "label", **names)
    motif = Motif(pk=1, territory=place, service=service, type_label=label, name=f"Préparation à la naissance{word}")
    carnet = SimpleNamespace(text=f"Apportez votre carnet{word}.", short_text="", moments=["message", "reminder"])
    motif._prefetched_objects_cache = {"instructions": [carnet] if consigne else []}
    host = Organisation(territory=place, name=f"CMS de Crest{word}", phone="04 75 00 00 00")
    action = CollectiveAction(motif=motif, organisation=host, title=f"Prépa du jeudi{word}")
    where = Venue(
        territory=place, name=f"CMS de Crest, salle 2{word}", address=f"3 rue des Alpes{word}", commune="Crest"
    )
    return Occurrence(
        action=action, starts_at=START, ends_at=START + timedelta(hours=2), venue=where if venue else None
    )


def text(event, channel, occurrence=None, addressee=None):
    occurrence = occurrence or seance()
    before = Occurrence(
        action=occurrence.action, starts_at=START - timedelta(days=7), ends_at=START, venue=occurrence.venue
    )
    about = About(before, (Change.TIME, Change.VENUE), START - timedelta(days=2, hours=4), days_left=2)
    wordings, addressee = Wordings(event, []), addressee or Addressee("Inès")
    return text_of(wordings, channel=channel, occurrence=occurrence, addressee=addressee, about=about)


def written(event: Event) -> str:
    sms, mail = text(event, Channel.SMS), text(event, Channel.EMAIL)
    quiet, quiet_mail = (text(event, channel, seance(sensitive="label")) for channel in Channel)
    lines = [
        event.label.upper(),
        f"--- SMS ({sms.size.characters} caractères, {sms.size.encoding.value}, {sms.size.segments} SMS)",
        sms.body,
        "--- SMS neutre (motif ou contact sensible)",
        quiet.body,
        f"--- E-mail, objet : {mail.subject}",
        mail.body,
        f"--- E-mail neutre, objet : {quiet_mail.subject}",
        quiet_mail.body,
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("event", Event)
def test_each_message_reads_as_it_was_agreed(event):
    file, now = FILES / f"{slugify(event.label)}.txt", written(event)
    if not file.exists():
        file.write_text(now, encoding="utf-8")
        pytest.fail(f"{file.name} is new: read it, then run again.")

    assert now == file.read_text(encoding="utf-8")


def test_every_file_is_read_by_a_test():
    assert {file.name for file in FILES.iterdir()} == {f"{slugify(event.label)}.txt" for event in Event}


@pytest.mark.parametrize("event", Event)
def test_an_sms_of_an_ordinary_seance_is_cheap(event):
    size = text(event, Channel.SMS).size

    assert (size.encoding, size.segments <= 2) == (Encoding.GSM7, True)


ONE_SMS = [
    Event.BOOKED,
    Event.APPROVED,
    Event.PROMOTED,
    Event.REMINDER,
    Event.CANCELLED_BY_USAGER,
    Event.SEANCE_CANCELLED,
]


@pytest.mark.parametrize("event", ONE_SMS)
def test_what_everybody_receives_fits_in_one_sms_with_a_link_or_a_telephone(event):
    body = text(event, Channel.SMS, seance(consigne=False)).body

    assert SmsSize(body).segments == 1
    assert WRITTEN.search(body) or "04 75 00 00 00" in body


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("sensitive", ["service", "label", "person"])
def test_a_sensitive_message_carries_no_canary(event, channel, sensitive):
    """Label, service, motif, title, place, address, consignes, host: all marked, none of them leaves. The calendar title neither."""
    occurrence = seance(sensitive=sensitive, word=CANARY)
    message = text(event, channel, occurrence, Addressee("Inès", is_neutral=sensitive == "person"))

    assert message.is_neutral
    assert CANARY not in f"{message.subject} {message.body} {title_of(occurrence, is_neutral=True)}"
    assert "Inès" not in message.body


@pytest.mark.parametrize("event", Event)
@settings(deadline=None)
@given(name=TEXT, place=TEXT)
def test_whatever_names_hold_the_count_shown_is_that_of_what_leaves(event, name, place):
    """Names with holes, newlines, emojis: literal, measured as they are."""
    occurrence = seance()
    occurrence.venue.name, occurrence.action.public_title = place, name
    message = text(event, Channel.SMS, occurrence)

    assert message.size.characters == len(message.body)
    assert message.size.segments >= 1
    assert "{contact}" in place + name or "{contact}" not in message.body


def test_a_consigne_that_would_cost_an_sms_is_left_to_the_link_whole_and_never_cut():
    occurrence = seance(venue=False)
    [row] = occurrence.action.motif.instructions.all()
    row.text, about = "Ne venez pas à jeun : un petit déjeuner est servi à l'arrivée.", Event.INSTRUCTIONS_CHANGED
    occurrence.action.public_title = "Yoga"
    reminder = text(Event.REMINDER, Channel.SMS, occurrence)

    assert (reminder.size.segments, reminder.brief.left_out) == (1, row.text)
    assert "A savoir : voir le lien. https://" in reminder.body
    assert row.text in text(about, Channel.SMS, occurrence).body, "a message about the consignes gives them"
    assert row.text in text(Event.REMINDER, Channel.SMS, occurrence, Addressee("Inès", has_link=False)).body
    assert row.text in text(Event.REMINDER, Channel.EMAIL, occurrence).body
    row.short_text = "Ne venez pas à jeun."
    assert "Ne venez pas à jeun. https://" in text(Event.REMINDER, Channel.SMS, occurrence).body


def test_without_place_nor_phone_the_message_still_reads():
    occurrence = seance(venue=False)
    occurrence.action.organisation.phone = ""
    body = text(Event.BOOKED, Channel.SMS, occurrence).body

    assert body.startswith(
        "Place confirmée : Atelier Préparation à la naissance, jeudi 14 janvier, 14:00-16:00, lieu à confirmer. "
    )
