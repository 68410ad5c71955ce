"""Texts with holes: only listed names are filled, everything else is literal (bad inputs B77 and B78)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.values.originals import NEUTRAL_BODIES, NEUTRAL_SMS, original
from backoffice.notifications.values.placeholders import HOLES, Placeholder, faults_of, filled, offered_for
from backoffice.notifications.values.sms import Encoding, SmsSize

VALUES = {Placeholder.VENUE: "CMS de Crest", Placeholder.DATE: "lundi 14 décembre"}


@pytest.mark.parametrize(
    "text",
    ["{{ usager.delete }}", "{% include 'x' %}", "{u.__class__}", "%(lieu)s", "${lieu}", "{0}", "{}", "{lieu!r}", "{{lieu}}", "{lieu:>9}"],
)  # fmt: skip
def test_no_template_language_is_evaluated(text):
    """B77."""
    assert filled(text, VALUES) == text
    assert faults_of(text, Event.BOOKED) == []


@pytest.mark.parametrize("spelling", ["{lieu}", "{ lieu }", "{Lieu}", "{LIEU}", "{lieu|ailleurs}"])
def test_a_listed_name_is_filled_however_it_is_spelt(spelling):
    assert filled(f"À {spelling}.", VALUES) == "À CMS de Crest."


def test_a_misspelt_name_is_refused_with_the_right_one():
    """B78."""
    assert faults_of("Rendez-vous à {leiu}", Event.BOOKED) == ["« {leiu} » n’existe pas. Vouliez-vous écrire {lieu} ?"]
    assert faults_of("{zzz}", Event.BOOKED) == ["« {zzz} » n’existe pas. Choisissez dans la liste."]
    assert faults_of("{limite}", Event.BOOKED) == ["« {limite} » n’a pas de valeur pour ce message. Retirez-le."]
    assert faults_of("{duree} {téléphone|demandez} {ancien lieu}", Event.MOVED) == []


def test_an_empty_value_gives_way_to_the_words_of_the_text_or_to_ours():
    """B78."""
    assert filled("À {lieu}", {}) == "À lieu à confirmer"
    assert filled("À {lieu|la mairie}", {}) == "À la mairie"
    assert filled("À {lieu|}", {}) == "À"
    assert filled("À {lieu|la mairie}", VALUES) == "À CMS de Crest"


@given(st.text(max_size=80))
def test_a_value_is_never_read_as_a_text_with_holes(name):
    """Somebody called « {téléphone} » receives her own name."""
    values = {Placeholder.FIRST_NAME: f"{name}{{téléphone}}", Placeholder.PHONE: "SECRET"}

    assert "SECRET" not in filled("{prénom}", values)


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("channel", Channel)
def test_the_original_texts_use_only_what_has_a_value(event, channel):
    subject, body = original(event, channel)

    assert body
    assert faults_of(f"{subject} {body}", event) == []
    assert bool(subject) == (channel == Channel.EMAIL)


@pytest.mark.parametrize("event", Event)
def test_the_original_sms_never_leave_the_cheap_alphabet(event):
    for text in (original(event, Channel.SMS)[1], NEUTRAL_SMS[event]):
        assert SmsSize(text).encoding is Encoding.GSM7, text
    assert all(SmsSize(hole.fallback).encoding is Encoding.GSM7 for hole in HOLES.values())


@pytest.mark.parametrize("event", Event)
def test_a_neutral_text_has_no_hole_that_could_name_something(event):
    revealing = {"libellé", "titre", "lieu", "adresse", "organisation", "consignes", "ancien lieu", "prénom"}
    used = {hole for hole in revealing for text in (NEUTRAL_SMS[event], NEUTRAL_BODIES[event]) if f"{{{hole}" in text}

    assert not used
    assert Placeholder.DATE in offered_for(event)
