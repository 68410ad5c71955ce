"""The page behind the link of a message: what a person reads of her own place, and does there, without an account nor a script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from backoffice.actions.models import Facilitator
from backoffice.booking.enums import State
from backoffice.booking.models import Acceptance, Participation
from backoffice.booking.services import cancel_seance, propose, transfer
from backoffice.booking.services.personal import own_place
from backoffice.booking.services.story import participation_story
from backoffice.catalogue.models import Instruction
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.links import secret_for
from tests import world
from tests.console.english import dotted_in, english_in
from tests.console.matrix.crawler import stored

ACTS = ("", "/annuler", "/accepter", "/laisser", "/consignes", "/rendez-vous.ics")
CANARY = "CANARI"


@pytest.fixture
def address():
    """Where the link of somebody's messages leads."""

    def address(booking, act=""):
        row = booking.participation
        return f"/r/{secret_for(row.usager, row.occurrence)}{act}"

    return address


@pytest.fixture
def read(address):
    def read(booking, act=""):
        answer = Client(enforce_csrf_checks=True).get(address(booking, act), follow=True)
        assert answer.status_code == 200
        return answer.content.decode().replace("&nbsp;", " ")

    return read


@pytest.fixture
def press(address):
    """The button of an act, as a browser without cookie presses it; answers the page that follows."""

    def press(booking, act, **data):
        answer = Client(enforce_csrf_checks=True).post(address(booking, act), data, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    return press


@pytest.fixture
def offered(full, ask, leave, agent, in_force):
    """Chloé waits; Alix leaves; the place is offered to Chloé."""
    in_force({"waitlist.mode": "manual"})
    waiting = ask("Chloé")
    leave(full[0])
    propose(participation_id=waiting.participation.pk, actor=agent)
    return waiting


def test_she_reads_what_when_where_with_whom_and_whom_to_call(ask, read, seance, drome):
    seance.action.facilitators.add(Facilitator.objects.create(territory=drome, name="Sophie Martin"))
    seance.venue = world.venue(drome, address="3 rue des Alpes", commune="Crest")
    seance.save()
    page = read(ask("Dumas"))

    start = seance.local_start
    for words in ("Vous avez une place", "Atelier : Préparation à la naissance", f"de {start:%H:%M} à", "deux heures"):
        assert words in page
    for words in (
        "CMS de Crest, salle 2",
        "3 rue des Alpes",
        "Sophie Martin",
        "04 75 00 00 00",
        'href="tel:0475000000"',
    ):
        assert words in page
    assert "Heure locale" not in page
    assert not {"Dumas", "DUMAS", "Inès", "<script"} & set(page.replace("<", " <").split())


def test_its_words_are_french(full, offered, ask, read):
    pages = [read(full[1]), read(full[1], "/annuler"), read(offered), read(offered, "/accepter"), read(ask("Diane"))]
    pages.append(Client().get("/r/inconnu").content.decode())

    assert not [words for page in pages for words in (*english_in(page, frozenset()), *dotted_in(page))]


def test_opening_an_address_changes_nothing(full, offered, address):
    """Telephones and mail scanners open every link before the person does (bad input B28)."""
    addresses = [address(one, act) for one in (full[1], offered) for act in ACTS]
    before = stored()
    client = Client()
    for each in addresses:
        assert client.get(each).status_code < 500
        assert client.head(each).status_code < 500
    assert stored() == before


def test_she_cancels_in_two_taps_and_twice_is_once(full, ask, read, press, state_of):
    waiting = ask("Chloé")
    assert "Oui, annuler mon inscription" in read(full[0], "/annuler")
    pages = [press(full[0], "/annuler") for _click in range(2)]

    assert all("Votre inscription est annulée, à votre demande" in page for page in pages)
    assert (state_of(full[0]), state_of(waiting)) == (State.EXCUSED, State.BOOKED)
    told = OutboxMessage.objects.filter(usager=full[0].participation.usager, event="cancelled_by_usager")
    assert told.count() == 1
    assert participation_story(full[0].participation)[0].who == "La personne"


def test_too_late_she_is_told_whom_to_call(ask, in_force, seance, read, press, state_of):
    in_force({"cancel.usager_hours": 24 * 30})
    booking = ask("Dumas")

    for page in (read(booking), read(booking, "/annuler"), press(booking, "/annuler")):
        assert "Trop tard pour annuler ici" in page
        assert "04 75 00 00 00" in page
        assert "<form" not in page
    assert state_of(booking) == State.BOOKED


def test_where_the_policy_never_lets_her_cancel_she_calls(ask, in_force, read, press, state_of):
    in_force({"cancel.usager_allowed": False})
    booking = ask("Dumas")

    assert "Si vous ne pouvez pas venir, appelez-nous" in read(booking)
    press(booking, "/annuler")
    assert state_of(booking) == State.BOOKED


def test_she_reads_her_rank_and_why_and_nobody_else(full, ask, read, press, state_of):
    first, second = ask("Chloé"), ask("Diane")
    page = read(second)

    assert "Vous êtes en 2ᵉ position sur la liste d’attente." in page
    assert "Par ordre d’arrivée." in page
    assert "Pourquoi cette réponse ?" in page
    for name in ("Alix", "Bintou", "Chloé", "ALIX", "CHLOÉ"):
        assert name not in page
    press(first, "/annuler")
    assert state_of(first) == State.EXCUSED
    assert "Vous êtes en 1ʳᵉ position" in read(second)
    assert "Si une place se libère" not in read(first), "What is over promises nothing any more."


def test_she_accepts_the_place_offered(offered, read, press, state_of):
    page = read(offered)
    assert "Une place vous est proposée" in page
    assert "<p>Répondez avant le" in page
    assert "Annuler mon inscription" not in page

    for _click in range(2):
        assert "Vous avez une place" in press(offered, "/accepter")
    assert state_of(offered) == State.BOOKED
    assert "Vous avez une place" in press(offered, "/laisser")
    assert state_of(offered) == State.BOOKED


def test_she_leaves_the_place_to_the_next_one(offered, press, state_of):
    for _click in range(2):
        assert "Vous avez laissé la place proposée" in press(offered, "/laisser")
    assert state_of(offered) == State.DECLINED
    press(offered, "/accepter")
    assert state_of(offered) == State.DECLINED


def test_after_its_end_an_offer_is_no_longer_answered(offered, read, press):
    past = timezone.now() - timedelta(minutes=1)
    Participation.objects.filter(pk=offered.participation.pk).update(offer_expires_at=past)

    assert "Le délai pour répondre est passé" in read(offered)
    assert "J’accepte" not in press(offered, "/accepter")


@pytest.mark.parametrize(
    ("wrong", "act"),
    [("", ""), (".", ""), ("x", "/annuler"), ("x", "/"), ("%00", "/accepter"), ("é", "/rendez-vous.ics")],
)
def test_every_wrong_link_answers_the_same_page(ask, address, wrong, act):
    """Truncated, longer, upper-cased, with a dot, ended: the same 404 with a way to get another one (bad input B94)."""
    good = address(ask("Dumas"))
    broken = f"{good}{wrong}{act}" if wrong else good.swapcase().replace("/R/", "/r/")
    answer = Client().get(broken)

    assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")
    assert answer.content == Client().get("/r/inconnu").content
    assert "Pour recevoir un autre lien, appelez" in answer.content.decode()


def test_a_slash_that_a_telephone_adds_is_no_mistake(ask, read):
    assert "Vous avez une place" in read(ask("Dumas"), "/")


def test_it_ends_a_week_after_the_seance(ask, seance, address):
    link = address(ask("Dumas"))
    secret = link.removeprefix("/r/")
    assert own_place(secret, now=seance.ends_at + timedelta(days=6)).situation == "La séance est passée"

    seance.starts_at -= timedelta(days=15)
    seance.ends_at -= timedelta(days=15)
    seance.save()
    assert Client().get(link).status_code == 404
    assert Client().post(f"{link}/annuler").status_code == 404


def test_no_copy_no_referrer_no_script_no_cookie_and_the_log_is_silent(ask, address, caplog):
    link = address(ask("Dumas"))
    answer = Client().get(link)

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert not answer.cookies
    assert link.removeprefix("/r/") not in caplog.text


@pytest.mark.parametrize("sensitive", ["label", "service", "contact"])
def test_a_sensitive_page_names_nothing(ask, read, seance, drome, crest, sensitive):
    seance.venue = world.venue(drome, f"Lieu {CANARY}", address=CANARY, commune=CANARY)
    seance.action.facilitators.add(Facilitator.objects.create(territory=drome, name=CANARY))
    seance.save()
    for row, names in (
        (seance.action.motif, ["name"]),
        (seance.action, ["title", "public_title"]),
        (seance.action.motif.type_label, ["public_name", "sms_name"]),
        (seance.action.motif.service, ["name"]),
        (crest, ["name"]),
    ):
        type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(names, CANARY))
    Instruction.objects.create(motif=seance.action.motif, text=CANARY)
    flagged = {"label": seance.action.motif.type_label, "service": seance.action.motif.service}.get(sensitive)
    if flagged:
        type(flagged).objects.filter(pk=flagged.pk).update(is_sensitive=True)
    person = world.usager(crest, CANARY, CANARY, is_contact_neutral=sensitive == "contact")
    booking = ask(person=person)

    pages = [read(booking), read(booking, "/annuler"), read(booking, "/rendez-vous.ics")]
    assert "Votre rendez-vous" in pages[0]
    assert not [page for page in pages if CANARY in page.upper()]


def test_consignes_are_accepted_with_their_text(ask, read, press, seance):
    booking = ask("Dumas")
    row = Instruction.objects.create(motif=seance.action.motif, text="Venez à l’heure.", must_be_accepted=True)
    (mark,) = [one.mark for one in own_place(secret_for(booking.participation.usager, seance)).to_accept]
    assert "À accepter avant de venir" in read(booking)

    for _click in range(2):
        press(booking, "/consignes", consigne=[mark, "inconnu"])
    (kept,) = Acceptance.objects.all()
    assert (kept.text, kept.user) == ("Venez à l’heure.", None)
    assert "À accepter avant de venir" not in read(booking)

    row.text = "Venez dix minutes avant."
    row.save()
    press(booking, "/consignes", consigne=mark)
    assert Acceptance.objects.count() == 1
    assert "À accepter avant de venir" in read(booking)


def test_the_date_for_her_diary_is_the_appointment_of_her_e_mails(ask, address, crest):
    booking = ask(person=world.usager(crest, phone="", email="ines@example.org"))
    answer = Client().get(address(booking, "/rendez-vous.ics"))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    sent = OutboxMessage.objects.exclude(calendar_uid="").get()

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event["UID"], event["SEQUENCE"]) == (sent.calendar_uid, sent.calendar_sequence)
    assert "ATTENDEE" not in event
    assert Calendar.from_ical(answer.content)["METHOD"] == "PUBLISH"


def test_the_same_link_follows_her_to_another_seance(ask, address, seance, agent):
    booking = ask("Dumas")
    link, other = address(booking), world.occurrence(seance.action, in_days=20)
    transfer(
        participation_id=booking.participation.pk, occurrence_id=other.pk, actor=agent, idempotency_key="elle-bouge"
    )

    page = Client().get(link).content.decode()
    assert "Vous avez une place" in page
    assert f"{other.local_start.day} " in page


def test_a_cancelled_seance_says_so(ask, read, seance, claire):
    from backoffice.booking.values import Actor

    booking = ask("Dumas")
    cancel_seance(occurrence_id=seance.pk, actor=Actor.agent(claire), reason="Animatrice absente")
    page = read(booking)

    assert "La séance est annulée" in page
    assert "Animatrice absente" not in page
    assert "Ajouter à mon agenda" not in page


def test_overseas_the_page_says_whose_hour_it_is(ask, read, drome):
    drome.time_zone = "Indian/Reunion"
    drome.save()

    assert "Heure locale : La Réunion" in read(ask("Dumas"))


def test_a_parent_reads_for_whom(ask, read, crest):
    parent = world.usager(crest, "Petit", "Léa")
    child = world.usager(crest, "Petit", "Zoé", phone="", responsible=parent)

    assert "pour Zoé" in read(ask(person=child))
