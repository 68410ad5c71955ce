"""Who may act: out of scope is the same as absent, and a role without the activity is told so. Nothing is written."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import ActorKind, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import cancel, change_seats, mark_attendance, mark_everyone_present, promote
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from tests import world

ABSENT = 999_999


@pytest.fixture
def stranger(drome):
    """An agent of another organisation of the same territory."""
    die = world.organisation(drome, "CMS de Die")
    return Actor.agent(world.user("Lila", "Agent", drome, die))


@pytest.fixture
def reader(yann):
    """Somebody who may look, and only look."""
    return Actor.agent(yann)


@pytest.fixture
def acts(ask, seance, full):
    """Every act on this séance, by anybody."""
    participation = full[0].participation.pk
    waiting = ask("Chloé").participation.pk
    return {
        "book": lambda actor: ask("Dalia", actor=actor),
        "cancel": lambda actor: cancel(participation_id=participation, actor=actor, by_service=True),
        "promote": lambda actor: promote(participation_id=waiting, actor=actor),
        "change_seats": lambda actor: change_seats(occurrence_id=seance.pk, seats=9, actor=actor),
        "mark_attendance": lambda actor: mark_attendance(
            participation_id=participation, state=State.NOSHOW, actor=actor, now=seance.ends_at
        ),
        "mark_everyone_present": lambda actor: mark_everyone_present(
            occurrence_id=seance.pk, actor=actor, now=seance.ends_at
        ),
    }


EVERY_ACT = ["book", "cancel", "promote", "change_seats", "mark_attendance", "mark_everyone_present"]


def written():
    states = list(Participation.objects.order_by("pk").values_list("pk", "state"))
    return states, Decision.objects.count(), Participation.history.count()


@pytest.mark.parametrize("act", EVERY_ACT)
def test_out_of_scope_the_seance_does_not_exist(acts, act, stranger):
    before = written()

    with pytest.raises(OutOfPerimeter):
        acts[act](stranger)
    assert written() == before


@pytest.mark.parametrize("act", EVERY_ACT)
def test_a_role_without_the_activity_is_told_so(acts, act, reader):
    before = written()

    with pytest.raises(NotAllowed):
        acts[act](reader)
    assert written() == before


@pytest.mark.parametrize("act", EVERY_ACT)
def test_only_the_usager_acts_without_account(acts, act):
    before = written()

    with pytest.raises(NotAllowed):
        acts[act](Actor(ActorKind.AGENT))
    assert written() == before


@pytest.mark.parametrize("missing", ["occurrence_id", "usager_id"])
def test_what_does_not_exist_answers_like_what_is_out_of_scope(ask, crest, seance, missing):
    wanted = {"occurrence_id": seance.pk, "person": world.usager(crest)}
    if missing == "occurrence_id":
        wanted["occurrence_id"] = ABSENT
    else:
        wanted["person"].pk = ABSENT

    with pytest.raises(OutOfPerimeter):
        ask(**wanted)


def test_a_file_that_the_agent_does_not_find_is_not_enrolled(ask, drome):
    die = world.organisation(drome, "CMS de Die")

    with pytest.raises(OutOfPerimeter):
        ask(person=world.usager(die, "Inconnue"))
    assert not Decision.objects.exists()


def test_a_file_of_another_territory_is_never_enrolled(ask, claire, nadia):
    somme = world.territory("80", "Somme")
    elsewhere = world.organisation(somme, "MDS d’Abbeville")
    nadia.is_superuser = True

    with pytest.raises(OutOfPerimeter):
        ask(person=world.usager(elsewhere, "Ailleurs"), actor=Actor.agent(nadia))
