"""The story of the minutes, at the screens: configure, fill, wait, be promoted, tell the history, export."""

from __future__ import annotations

import io
import itertools
import re
from datetime import timedelta

import pytest
import tablib
from django.utils import timezone

from backoffice.actions.models import CollectiveAction, Occurrence
from backoffice.booking.models import Decision, Participation
from backoffice.catalogue.models import Motif, TypeLabel
from backoffice.directory.models import Service
from backoffice.notifications.models import OutboxMessage
from tests import world
from tests.booking.dialogs.screens import browser, key_of, text, url

MOTIF = "Préparation à la naissance"


@pytest.fixture
def configured(crest):
    """What the territory already has: a service, a label, a room."""
    Service.objects.create(territory=crest.territory, name="PMI", short_name="PMI")
    TypeLabel.objects.create(
        territory=crest.territory, internal_name="Atelier PMI", public_name="Atelier", sms_name="Atelier"
    )
    return world.venue(crest.territory, "CMS de Crest, salle 2", organisation=crest)


def creates_the_motif(claire, crest):
    answer = claire.post(
        url("catalogue_motif_add"),
        {
            "territory": crest.territory_id,
            "name": MOTIF,
            "organisations": [crest.pk],
            "service": Service.objects.get().pk,
            "type_label": TypeLabel.objects.get().pk,
            "kind": "collective",
            "venue_kind": "public_office",
            "default_duration_minutes": 120,
            "default_seats": 3,
            "waitlist_mode": "automatic",
            "waitlist_offer_hours": 0,
            "overbooking_max": 0,
            "party_max": 1,
            "openness": "closed",
            "instructions-TOTAL_FORMS": 0,
            "instructions-INITIAL_FORMS": 0,
        },
        follow=True,
    )
    assert answer.status_code == 200
    assert Motif.objects.filter(name=MOTIF).exists(), re.findall(
        r'class="errorlist".*?</ul>', answer.content.decode(), re.S
    )
    return Motif.objects.get()


def plans_ten_thursdays(claire, motif, crest, room):
    first = timezone.localdate() + timedelta(days=14)
    asked = {
        "motif": motif.pk,
        "organisation": crest.pk,
        "title": "",
        "default_venue": room.pk,
        "first_day": first.strftime("%d/%m/%Y"),
        "start_time": "14:00",
        "count": 10,
        "every_weeks": 1,
    }
    preview = claire.post(url("new_action"), asked)
    assert CollectiveAction.objects.count() == 0, "nothing is created before the dates were seen"
    assert "Créer 10 séances" in text(preview)
    created = claire.post(url("new_action"), {**asked, "seen": preview.context["form"]["seen"].value()}, follow=True)
    assert "C’est noté" in text(created)
    return list(Occurrence.objects.order_by("starts_at"))


def enrols(nadia, seance, first_name, last_name, phone):
    """Type three letters, nobody: create the file from the same dialog, then confirm."""
    found = nadia.get(url("enrol", seance.pk), {"q": last_name})
    assert "Nouvelle personne" in text(found)
    created = nadia.post(
        url("enrol_new_person", seance.pk),
        {"last_name": last_name, "first_name": first_name, "phone": phone},
        follow=True,
    )
    form = created.context["form"]
    wish = "wait" if "Mettre en liste d’attente" in text(created) else "seat"
    answer = nadia.post(
        url("enrol", seance.pk),
        {"usager": form["usager"].value(), "key": key_of(created), "wish": wish},
        follow=True,
    )
    return text(answer)


def fills_the_seance(nadia, seance):
    for number, (first_name, last_name) in enumerate([("Inès", "Dumas"), ("Lou", "Martin"), ("Aya", "Durand")]):
        assert "C’est noté" in enrols(nadia, seance, first_name, last_name, f"06 39 98 00 1{number}")
    assert "3 places − 3 inscrits = 0 libre" in text(nadia.get(url("seance", seance.pk)))


def puts_the_next_person_on_the_list(nadia, seance):
    assert "liste d’attente (1" in enrols(nadia, seance, "Fatou", "Ndiaye", "06 39 98 00 20")
    waiting = Participation.objects.get(state="waiting")
    explained = text(nadia.get(url("decision", waiting.decisions.get().pk)))
    assert "0 place libre sur 3" in explained
    return waiting


def cancels_for_the_first(nadia, waiting):
    first = Participation.objects.get(usager__last_name="Dumas")
    cancelled = nadia.post(url("cancel", first.pk), {"by": "person", "reason": "Empêchée"}, follow=True)
    assert "NDIAYE Fatou prend la place" in text(cancelled)
    waiting.refresh_from_db()
    assert waiting.state == "unknown"


def reads_the_story(nadia, promoted):
    story = text(nadia.get(url("participation", promoted.pk)))
    for told in ("Nadia Test", "En liste d’attente", "Inscrit"):
        assert told in story
    states = promoted.history.order_by("history_date", "history_id").values_list("state", flat=True)
    assert list(states) == ["waiting", "unknown"]


def exports_without_names(yann):
    shown = text(yann.get(url("booking_participation_export")))
    assert "Inscriptions, sans les noms" in shown
    assert "liste nominative" not in shown
    file = yann.post(url("booking_participation_export"), {"resource": "0", "format": "csv"})
    rows = tablib.Dataset().load(io.StringIO(file.content.decode("utf-8-sig")), format="csv", delimiter=";")
    assert len(rows) == 4
    for name in ("Dumas", "DUMAS", "Ndiaye", "0639", "06 39"):
        assert name.encode() not in file.content


@pytest.mark.django_db
def test_from_the_motif_to_the_figures(claire, nadia, yann, crest, configured):
    at_claires, at_nadias = browser(claire), browser(nadia)

    motif = creates_the_motif(at_claires, crest)
    seances = plans_ten_thursdays(at_claires, motif, crest, configured)
    assert [round((b.local_start - a.local_start).days) for a, b in itertools.pairwise(seances)] == [7] * 9
    assert {seance.local_start.hour for seance in seances} == {14}

    fills_the_seance(at_nadias, seances[0])
    waiting = puts_the_next_person_on_the_list(at_nadias, seances[0])
    cancels_for_the_first(at_nadias, waiting)
    reads_the_story(at_nadias, waiting)

    messages = OutboxMessage.objects.order_by("pk").values_list("usager__last_name", "event")
    assert list(messages) == [
        ("Dumas", "booked"),
        ("Martin", "booked"),
        ("Durand", "booked"),
        ("Ndiaye", "waitlisted"),
        ("Dumas", "cancelled_by_usager"),
        ("Ndiaye", "promoted"),
    ]
    assert Decision.objects.count() == 5
    exports_without_names(browser(yann))
