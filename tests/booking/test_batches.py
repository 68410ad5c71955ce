"""A list of people: tried without writing, corrected, applied by the worker, stopped, resumed after a crash, erased. Each line is one `book`."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from backoffice.booking.enums import ActorKind, BatchState, LineState
from backoffice.booking.errors import NotADraft, NothingToEnrol, UnreadableList
from backoffice.booking.models import BatchEnrolment, BatchLine, Decision, Participation
from backoffice.booking.services.batches import (
    applying,
    correct_line,
    leave_out,
    prepare_batch,
    recognise_again,
    resume_batch,
    start_batch,
    stop_batch,
)
from backoffice.booking.services.batches.erasing import KEPT, erase_lists
from backoffice.booking.tasks import enrol_lists
from backoffice.console.base.errors import Busy, NotAllowed, OutOfPerimeter
from backoffice.notifications.models import OutboxMessage
from backoffice.people.models import Usager
from tests import world
from tests.booking.dialogs.screens import enrolled

LIST = """Nom;Prénom;Téléphone;Date de naissance
Dumas;Inès;06 39 98 00 01;
Martin;Lou;06 39 98 00 02;12/03/1990
Benali;Karim;;
Durand;Aya;06 39;
Dumas;Inès;0639980001;
Roux;Anna;06 39 98 00 05;
"""


@pytest.fixture(autouse=True)
def no_ring(monkeypatch):
    """The worker is called by the test."""
    monkeypatch.setattr(applying, "ring", lambda: None)


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=3)


@pytest.fixture
def ines(crest):
    return world.usager(crest, "Dumas", "Inès", phone="06 39 98 00 01")


@pytest.fixture
def prepare(seance, nadia):
    def prepare(text=LIST, **options):
        wanted = {"occurrence_id": seance.pk, "file": ContentFile(text.encode()), "source": "Liste", "user": nadia}
        return prepare_batch(**{**wanted, **options})

    return prepare


def states(batch):
    return list(batch.lines.order_by("number").values_list("state", flat=True))


def written():
    return (
        Usager.objects.count(),
        Participation.objects.count(),
        Decision.objects.count(),
        OutboxMessage.objects.count(),
    )


def test_the_trial_says_what_would_happen_line_by_line_and_writes_nobody(prepare, ines, seance, nadia, crest):
    enrolled(nadia, seance, world.usager(crest, "Roux", "Anna", phone="06 39 98 00 05"))
    before = written()
    batch = prepare()

    assert written() == before
    lines = list(batch.lines.order_by("number"))
    assert [line.state for line in lines] == ["ready", "ready", "ready", "unreadable", "twice", "already"]
    assert lines[0].usager == ines
    assert lines[0].told == "Une place. Il en reste 1."
    assert lines[1].told == "Une place. Il en reste 0. Sa fiche sera créée."
    assert "Sur la liste d’attente." in lines[2].told, "the first two take the seats that remained"
    assert "Ni portable ni e-mail" in lines[2].told
    assert "Ce numéro a 4 chiffres" in lines[3].told
    assert lines[4].told == "La même personne est à la ligne 2."
    assert lines[5].told == "Déjà : inscrit."


def test_applied_by_the_worker_each_line_through_the_same_door(prepare, ines, seance, nadia, crest):
    batch = prepare()
    start_batch(batch_id=batch.pk, user=nadia)
    assert Participation.objects.count() == 0, "nothing before the worker"
    enrol_lists()

    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert states(batch) == ["booked", "booked", "booked", "unreadable", "twice", "waiting"]
    rows = Participation.objects.order_by("pk")
    assert {row.channel for row in rows} == {ActorKind.IMPORT}
    assert {row.booked_by for row in rows} == {nadia}
    assert [row.usager.last_name for row in rows] == ["Dumas", "Martin", "Benali", "Roux"], "in the order of the list"
    assert OutboxMessage.objects.count() == 4, "what nobody can be told is kept too"
    assert Usager.objects.get(last_name="Martin").history.first().history_user == nadia
    assert [row.history_change_reason for row in batch.history.order_by("history_id")][1:] == ["Lancée", "Terminée"]


def test_the_forecast_is_kept_by_the_worker(prepare, ines, nadia):
    batch = prepare()
    foreseen = [line.forecast for line in batch.lines.filter(state=LineState.READY).order_by("number")]
    start_batch(batch_id=batch.pk, user=nadia)
    enrol_lists()

    decided = Decision.objects.order_by("pk").values_list("outcome", flat=True)
    assert foreseen == list(decided) == ["accept", "accept", "accept", "waitlist"]


def test_twice_is_once(prepare, nadia):
    batch = prepare()
    start_batch(batch_id=batch.pk, user=nadia)
    with pytest.raises(NotADraft):
        start_batch(batch_id=batch.pk, user=nadia)
    enrol_lists()
    before = written()
    enrol_lists()
    resume_batch(batch_id=batch.pk, user=nadia)
    enrol_lists()

    assert written() == before


@pytest.mark.parametrize("where", ["book", "settle", "create_usager"])
def test_a_crash_in_the_middle_is_resumed_and_nobody_is_enrolled_twice(prepare, ines, nadia, monkeypatch, where):
    """Killed before the file, before the request, or between the answer and the line that says it."""
    batch, calls, real = prepare(), [], getattr(applying, where)
    start_batch(batch_id=batch.pk, user=nadia)

    def killed(*given, **named):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(applying, where, killed)
        with pytest.raises(KeyboardInterrupt):
            applying.enrol_lists()
    assert applying.enrol_lists()

    assert states(batch) == ["booked", "booked", "booked", "unreadable", "twice", "waiting"]
    assert Participation.objects.count() == Decision.objects.count() == 4
    assert Usager.objects.count() == 4


def test_a_worker_that_died_gives_the_list_back_when_its_lease_ends(prepare, nadia):
    batch = prepare()
    start_batch(batch_id=batch.pk, user=nadia)
    assert applying.claim(batch.pk)
    assert not applying.claim(batch.pk)
    enrol_lists()
    assert Participation.objects.count() == 0

    BatchEnrolment.objects.filter(pk=batch.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    enrol_lists()
    assert Participation.objects.count() == 4


def test_stopped_after_the_line_under_way_then_resumed(prepare, nadia, monkeypatch):
    batch, real = prepare(), applying.apply_line
    start_batch(batch_id=batch.pk, user=nadia)

    def stop_after(line_id, given):
        real(line_id, given)
        stop_batch(batch_id=batch.pk, user=nadia)

    with monkeypatch.context() as patch:
        patch.setattr(applying, "apply_line", stop_after)
        enrol_lists()
    batch.refresh_from_db()
    assert (batch.state, Participation.objects.count()) == (BatchState.STOPPED, 1)

    enrol_lists()
    assert Participation.objects.count() == 1
    resume_batch(batch_id=batch.pk, user=nadia)
    enrol_lists()
    assert Participation.objects.count() == 4


def test_a_busy_seance_leaves_the_line_for_the_next_round(prepare, nadia, monkeypatch):
    batch = prepare()
    start_batch(batch_id=batch.pk, user=nadia)

    def busy(**named):
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr(applying, "book", busy)
        assert not applying.enrol_lists()
    assert applying.enrol_lists()
    assert Participation.objects.count() == 4


@pytest.mark.parametrize("trouble", [Busy, ValueError], ids=["busy", "our bug"])
def test_a_list_that_cannot_go_on_stops_no_other(prepare, nadia, monkeypatch, trouble):
    first, second = prepare(), prepare("Nom;Prénom\nPetit;Zoé")
    for batch in (first, second):
        start_batch(batch_id=batch.pk, user=nadia)
    apply_line = applying.apply_line

    def apply_but_the_first(key, batch):
        if batch == first:
            raise trouble
        apply_line(key, batch)

    monkeypatch.setattr(applying, "apply_line", apply_but_the_first)

    with contextlib.suppress(ValueError):
        assert not applying.enrol_lists()
    second.refresh_from_db()
    assert second.state == BatchState.DONE


def test_rights_lost_meanwhile_stop_the_list(prepare, nadia):
    batch = prepare()
    start_batch(batch_id=batch.pk, user=nadia)
    nadia.memberships.all().delete()
    enrol_lists()

    batch.refresh_from_db()
    assert (batch.state, Participation.objects.count()) == (BatchState.STOPPED, 0)
    assert "n’a plus le droit" in batch.trouble


def test_a_look_alike_is_a_question_and_the_answer_is_kept(prepare, crest, nadia):
    known = world.usager(crest, "Dumas", "Inès", phone="06 39 98 00 77")
    batch = prepare("Dumas;Inès;06 39 98 00 01")
    [line] = batch.lines.all()
    assert (line.state, line.usager) == (LineState.CHOICE, None)
    with pytest.raises(NothingToEnrol):
        start_batch(batch_id=batch.pk, user=nadia)

    typed = {"last_name": "Dumas", "first_name": "Inès", "phone": "06 39 98 00 01"}
    same = correct_line(line_id=line.pk, user=nadia, choice=str(known.pk), **typed)
    assert (same.state, same.usager) == (LineState.READY, known)
    other = correct_line(line_id=line.pk, user=nadia, choice="new", **typed)
    assert (other.state, other.usager) == (LineState.READY, None)
    start_batch(batch_id=batch.pk, user=nadia)
    enrol_lists()
    assert Usager.objects.filter(last_name="Dumas").count() == 2


def test_corrected_in_place_and_tried_again(prepare, nadia):
    batch = prepare()
    line = batch.lines.get(state=LineState.UNREADABLE)

    with pytest.raises(UnreadableList, match="chiffres"):
        correct_line(line_id=line.pk, user=nadia, last_name="Durand", first_name="Aya", phone="06")
    fixed = correct_line(line_id=line.pk, user=nadia, last_name="Durand", first_name="Aya", phone="06 39 98 00 04")
    assert fixed.state == LineState.READY
    leave_out(line_id=line.pk, user=nadia, is_left_out=True)
    assert states(batch)[3] == LineState.LEFT_OUT
    leave_out(line_id=line.pk, user=nadia, is_left_out=False)
    assert states(batch)[3] == LineState.READY


def test_the_columns_are_corrected(prepare, nadia):
    batch = prepare("Inès;Dumas;0639980001\nLou;Martin;0639980002")
    assert batch.lines.first().last_name == "Inès"

    with pytest.raises(UnreadableList, match="même chose"):
        recognise_again(batch_id=batch.pk, kinds=["last_name", "last_name", ""], user=nadia)
    with pytest.raises(UnreadableList, match="colonne est le nom"):
        recognise_again(batch_id=batch.pk, kinds=["first_name", "", "phone"], user=nadia)
    recognise_again(batch_id=batch.pk, kinds=["first_name", "last_name", "phone"], user=nadia)
    assert [line.shown_name for line in batch.lines.order_by("number")] == ["DUMAS Inès", "MARTIN Lou"]


@pytest.mark.parametrize("text", ["Nom;Prénom\n", "", "Nom;Prénom\n" + "A;B\n" * 301])
def test_bad_input_writes_nothing(prepare, text):
    with pytest.raises(Exception, match=r"\."):
        prepare(text)
    assert not BatchEnrolment.objects.exists()


def test_a_stranger_s_list_does_not_exist_and_a_reader_may_not_start_one(prepare, drome, yann, nadia):
    stranger = world.user("Lila", "Agent", drome, world.organisation(drome, "CMS de Die"))
    batch = prepare()
    line = batch.lines.first()

    for act in (
        lambda user: prepare(user=user),
        lambda user: start_batch(batch_id=batch.pk, user=user),
        lambda user: stop_batch(batch_id=batch.pk, user=user),
        lambda user: leave_out(line_id=line.pk, user=user, is_left_out=True),
    ):
        with pytest.raises(OutOfPerimeter):
            act(stranger)
        with pytest.raises((NotAllowed, OutOfPerimeter)):
            act(yann)


def test_files_of_others_are_not_hinted_at(prepare, drome):
    world.usager(world.organisation(drome, "CMS de Die"), "Martin", "Lou", phone="06 39 98 00 02")
    line = prepare().lines.get(last_name="Martin")

    assert (line.usager, line.told) == (None, "Une place. Il en reste 1. Sa fiche sera créée.")


def test_names_go_after_the_delay_and_inscriptions_stay(prepare, nadia, ines):
    batch = prepare()
    start_batch(batch_id=batch.pk, user=nadia)
    enrol_lists()
    assert erase_lists(timezone.now() + KEPT - timedelta(hours=1)) == 0
    assert erase_lists(timezone.now() + KEPT + timedelta(hours=1)) == 1

    batch.refresh_from_db()
    assert batch.state == BatchState.ERASED
    kept = BatchLine.objects.values_list("last_name", "first_name", "phone", "email", "told", "cells", "usager")
    assert set(map(str, kept)) == {str(("", "", "", "", "", [], None))}
    assert set(batch.history.values_list("source", flat=True)) == {"Liste effacée"}
    assert Participation.objects.count() == 4
