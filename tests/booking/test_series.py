"""A change of a séance, of it and the following ones, or of the whole series: one intention, nobody removed, nothing of others' lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Facilitator, Occurrence
from backoffice.actions.services import create_action, plan_dates
from backoffice.actions.services.instants import instant
from backoffice.booking.errors import AlreadyUndone, ChangedMeanwhile
from backoffice.booking.models import Participation
from backoffice.booking.services import book
from backoffice.booking.services.series import edit_series, foretell_edit, undo_edit
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.services.series.undoing import foretell_undo
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed
from backoffice.directory.enums import ConflictRule
from backoffice.notifications.models import OutboxMessage
from tests import world

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def series(crest, claire):
    """Six Thursdays at 14:00 from 4 March 2027, across the change of hour."""
    action = world.action(crest, world.motif(crest, default_seats=12))
    action.delete()
    action.pk = None
    plan = plan_dates(
        first_day=date(2027, 3, 4), start_time=time(14), duration_minutes=120, count=6, zone=crest.territory.zone
    )
    create_action(action=action, plan=plan, user=claire, now=NOW - timedelta(days=1))
    return action


@pytest.fixture
def seances(series):
    return list(series.occurrences.order_by("starts_at"))


def enrol(seance, agent, number):
    for rank in range(number):
        usager = world.usager(seance.action.organisation, f"Nom {rank}", f"Prénom {seance.pk}")
        book(
            occurrence_id=seance.pk, usager_id=usager.pk, actor=Actor.agent(agent), idempotency_key=f"{seance.pk}-{rank}",
            now=NOW,
        )  # fmt: skip


def change(seance, user, scope="this", version=None, now=NOW, include_apart=False, **changes):
    return edit_series(
        occurrence_id=seance.pk,
        scope=scope,
        changes=changes,
        actor=Actor.agent(user),
        summary="essai",
        version=version_of(seance.action_id) if version is None else version,
        include_apart=include_apart,
        now=now,
    )


def walls(series):
    return [f"{each.local_start:%d/%m %H:%M}" for each in series.occurrences.order_by("starts_at")]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("this", ["04/03 14:00", "11/03 14:00", "18/03 10:30", "25/03 14:00", "01/04 14:00", "08/04 14:00"]),
        ("following", ["04/03 14:00", "11/03 14:00", "18/03 10:30", "25/03 10:30", "01/04 10:30", "08/04 10:30"]),
        ("all", ["04/03 10:30", "11/03 10:30", "18/03 10:30", "25/03 10:30", "01/04 10:30", "08/04 10:30"]),
    ],
)
def test_the_hour_changes_on_the_wall_as_far_as_asked(series, seances, claire, scope, expected):
    change(seances[2], claire, scope, start_time=time(10, 30))

    assert walls(series) == expected
    assert [each.wall_time.strftime("%H:%M") for each in series.occurrences.order_by("starts_at")] == [
        text[-5:] for text in expected
    ]


@pytest.mark.parametrize(("days", "first"), [(7, "11/03 14:00"), (-1, "03/03 14:00")])
def test_the_whole_series_moves_by_days_even_onto_its_own_dates(series, seances, claire, days, first):
    change(seances[0], claire, "all", day=date(2027, 3, 4) + timedelta(days=days))

    assert walls(series)[0] == first
    assert len(set(walls(series))) == 6


def test_a_seance_modified_by_hand_is_kept_unless_asked(series, seances, claire):
    change(seances[1], claire, start_time=time(9))
    change(seances[0], claire, "all", start_time=time(15))
    assert walls(series)[:3] == ["04/03 15:00", "11/03 09:00", "18/03 15:00"]

    change(seances[0], claire, "all", include_apart=True, start_time=time(16))
    assert {text[-5:] for text in walls(series)} == {"16:00"}


def test_nobody_is_removed_and_everybody_is_told_once(series, seances, claire, nadia):
    enrol(seances[0], nadia, 3)
    enrol(seances[1], nadia, 1)
    OutboxMessage.objects.all().delete()
    done = change(seances[0], claire, "all", seats=2, start_time=time(15))

    assert Participation.objects.live().count() == 4
    assert done.overbooked == 1
    assert done.told == 4
    assert OutboxMessage.objects.filter(event="seance_changed").count() == 4


def test_consequences_are_said_before(series, seances, claire, nadia):
    enrol(seances[0], nadia, 3)
    change(seances[3], claire, title="Visite")
    foretold = foretell_edit(seances[0], "all", {"seats": 2, "start_time": time(15)}, include_apart=False, now=NOW)

    assert foretold.sentences == (
        "5 séances passent de 12 à 2 places.",
        "1 séance en surnombre (3 inscrits pour 2) : personne n’est retiré.",
        "3 personnes concernées (3 inscriptions).",
        "1 séance modifiée à part reste telle quelle.",
    )
    assert foretold.effects[0].after == "jeu. 4 mars 2027, 15:00–17:00"


def test_a_title_a_facilitator_or_seats_tell_nobody(series, seances, claire, nadia):
    enrol(seances[0], nadia, 1)
    OutboxMessage.objects.all().delete()
    sophie = Facilitator.objects.create(territory=series.organisation.territory, name="Sophie")
    done = change(seances[0], claire, "all", title="Atelier du jeudi", facilitators=(sophie,), seats=20)
    row = Occurrence.objects.get(pk=seances[4].pk)

    assert (row.shown_title, row.led_by, row.seats_with_origin.number) == ("Atelier du jeudi", [sophie], 20)
    assert done.told == 0
    assert not OutboxMessage.objects.exists()


def test_two_people_at_once_lose_nothing(series, seances, claire, nadia):
    opened = version_of(series.pk)
    room = world.venue(series.organisation.territory)
    change(seances[1], claire, venue=room)

    with pytest.raises(ChangedMeanwhile, match="lieu aucun → CMS de Crest, salle 2"):
        change(seances[0], claire, "all", version=opened, include_apart=True, start_time=time(9))
    assert {text[-5:] for text in walls(series)} == {"14:00"}

    change(seances[0], claire, "all", version=opened, start_time=time(9))
    assert walls(series)[:2] == ["04/03 09:00", "11/03 14:00"]


def test_who_runs_a_seance_is_not_lost_either(series, seances, claire):
    opened = version_of(series.pk)
    sophie, paul = (
        Facilitator.objects.create(territory=series.organisation.territory, name=name) for name in ("Sophie", "Paul")
    )
    change(seances[0], claire, facilitators=(sophie,))

    with pytest.raises(ChangedMeanwhile, match="animation celle de l’action → Sophie"):
        change(seances[0], claire, version=opened, facilitators=(paul,))
    assert seances[0].facilitators.get() == sophie


def test_an_intention_is_taken_back_as_one_and_told_again_only_if_told(series, seances, claire, nadia):
    enrol(seances[0], nadia, 2)
    sophie = Facilitator.objects.create(territory=series.organisation.territory, name="Sophie")
    before = walls(series)
    moved = change(seances[0], claire, "all", start_time=time(15), facilitators=(sophie,), seats=4)
    OutboxMessage.objects.all().delete()
    undo_edit(edit_id=moved.edit.pk, actor=Actor.agent(claire), now=NOW + timedelta(minutes=5))

    assert walls(series) == before
    assert not Occurrence.facilitators.through.objects.exists()
    assert set(series.occurrences.values_list("seats_override", "is_apart")) == {(None, False)}
    assert OutboxMessage.objects.filter(event="seance_changed").count() == 2
    with pytest.raises(AlreadyUndone):
        undo_edit(edit_id=moved.edit.pk, actor=Actor.agent(claire), now=NOW + timedelta(minutes=6))

    OutboxMessage.objects.all().delete()
    named = change(seances[0], claire, "all", title="Visite", now=NOW + timedelta(minutes=7))
    undo_edit(edit_id=named.edit.pk, actor=Actor.agent(claire), now=NOW + timedelta(minutes=8))
    assert set(series.occurrences.values_list("title", flat=True)) == {""}
    assert not OutboxMessage.objects.exists()


def test_what_somebody_did_since_is_not_thrown_away_by_undoing(series, seances, claire):
    done = change(seances[0], claire, "all", start_time=time(15))
    change(seances[2], claire, start_time=time(16), now=NOW + timedelta(minutes=1))

    with pytest.raises(ChangedMeanwhile):
        undo_edit(edit_id=done.edit.pk, actor=Actor.agent(claire), now=NOW + timedelta(minutes=2))
    assert walls(series)[0] == "04/03 15:00"


def test_all_or_nothing(series, seances, claire):
    """The last séance of the series would be at an hour that does not exist."""
    change(seances[-1], claire, day=date(2027, 3, 28), include_apart=True)
    with pytest.raises(ImpossibleDates, match="n’existe pas"):
        change(seances[0], claire, "all", include_apart=True, start_time=time(2, 30))

    assert {text[-5:] for text in walls(series)} == {"14:00"}


def test_a_room_that_is_taken_prevents_when_the_territory_says_so(series, seances, claire):
    territory = series.organisation.territory
    territory.room_conflicts = ConflictRule.BLOCK
    territory.save()
    room = world.venue(territory)
    other = world.action(series.organisation, world.motif(series.organisation, "Lecture"))
    taken = world.occurrence(other, venue=room)
    taken.starts_at = instant(datetime.fromisoformat("2027-03-18T13:00"), territory.zone)
    taken.ends_at = taken.starts_at + timedelta(hours=2)
    taken.save()

    with pytest.raises(ImpossibleDates, match="CMS de Crest, salle 2 : déjà pris de 13:00 à 15:00"):
        change(seances[0], claire, "all", venue=room)
    change(seances[0], claire, venue=room)

    gone = change(seances[0], claire, start_time=time(9), now=NOW + timedelta(minutes=1))
    taken.starts_at, taken.ends_at = seances[0].starts_at, seances[0].ends_at
    taken.save()
    assert foretell_undo(gone.edit).effects[0].is_blocked
    with pytest.raises(ImpossibleDates, match=r"déjà pris .* Rien n’a changé."):
        undo_edit(edit_id=gone.edit.pk, actor=Actor.agent(claire), now=NOW + timedelta(minutes=2))


def test_who_does_not_plan_changes_nothing(series, seances, nadia):
    with pytest.raises(NotAllowed):
        change(seances[0], nadia, start_time=time(15))
