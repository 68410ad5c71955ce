"""The dates of a series: what it skips and why, what replaces a skipped date, and what is in the way."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from backoffice.actions.enums import DateState, Frequency, OnSkip, Skip
from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Absence, Facilitator
from backoffice.actions.services import preview_dates
from backoffice.actions.services.daysoff import Place
from backoffice.actions.services.planning import Wish
from backoffice.actions.services.repeating import Repetition
from backoffice.directory.enums import ConflictRule
from backoffice.directory.models import Closure
from tests import world

USUAL = frozenset({Skip.SCHOOL, Skip.BANK, Skip.CLOSURE})
ZONES = {"26": ("Drôme", "A"), "80": ("Somme", "B"), "77": ("Seine-et-Marne", "C")}


def weekly(first, **changes):
    values = {"start_time": time(14), "minutes": 120, "count": 10, "skips": USUAL, **changes}
    return Repetition(first_day=first, **values)


def days(preview, *states):
    wanted = states or (DateState.KEPT, DateState.FORCED, DateState.MOVED, DateState.SHIFTED)
    return [f"{line.wall:%d/%m}" for line in preview.lines if line.state in wanted]


def place_in(code, **fields):
    name, zone = ZONES[code]
    return Place(world.organisation(world.territory(code, name, school_zone=zone, **fields)))


@pytest.fixture
def drome_place(db):
    return place_in("26")


# ux.md §2.7: ten Thursdays, computed from the official calendars.
@pytest.mark.parametrize(
    ("code", "first", "skipped", "last"),
    [
        ("26", date(2027, 1, 7), ["18/02", "25/02"], "25/03"),
        ("77", date(2027, 1, 7), ["11/02", "18/02"], "25/03"),
        ("80", date(2027, 1, 7), ["25/02", "04/03"], "25/03"),
        ("26", date(2027, 3, 4), ["15/04", "22/04", "06/05"], "27/05"),
        ("80", date(2027, 3, 4), ["04/03", "22/04", "29/04", "06/05"], "03/06"),
    ],
)
def test_ten_thursdays_skip_the_holidays_of_the_zone(db, code, first, skipped, last):
    preview = preview_dates(repetition=weekly(first), place=place_in(code))

    assert days(preview, DateState.SKIPPED) == skipped
    assert days(preview)[-1] == last
    assert len(preview.plan.dates) == 10


def test_each_skipped_date_says_why(drome_place):
    preview = preview_dates(repetition=weekly(date(2027, 3, 4)), place=drome_place)
    reasons = {f"{line.wall:%d/%m}": line.reasons for line in preview.lines if line.reasons}

    assert reasons == {
        "15/04": ("vacances de printemps, zone A",),
        "22/04": ("vacances de printemps, zone A",),
        "06/05": ("jour férié : Ascension", "pont de l’Ascension, zone A"),
    }


@pytest.mark.parametrize(
    ("on_skip", "planned", "last"),
    [(OnSkip.CONTINUE, 10, "25/03"), (OnSkip.DROP, 8, "11/03"), (OnSkip.NEXT_DAY, 9, "11/03")],
)
def test_a_skipped_date_is_replaced_at_the_end_dropped_or_shifted(drome_place, on_skip, planned, last):
    """The first week of the holidays has no open day before the next Thursday; after the second one, Monday is open."""
    preview = preview_dates(repetition=weekly(date(2027, 1, 7), on_skip=on_skip), place=drome_place)

    assert len(preview.plan.dates) == planned
    assert days(preview)[-1] == last
    assert days(preview, DateState.SHIFTED) == (["01/03"] if on_skip == OnSkip.NEXT_DAY else [])


def test_a_date_is_removed_moved_or_forced(drome_place):
    wishes = {
        date(2027, 1, 14): Wish(DateState.REMOVED),
        date(2027, 1, 21): Wish(DateState.MOVED, datetime.fromisoformat("2027-01-22T09:30")),
        date(2027, 2, 18): Wish(DateState.FORCED),
    }
    preview = preview_dates(repetition=weekly(date(2027, 1, 7)), place=drome_place, wishes=wishes)

    assert days(preview)[:4] == ["07/01", "22/01", "28/01", "04/02"]
    assert "18/02" in days(preview)
    assert len(preview.plan.dates) == 9
    assert [each.is_apart for each in preview.plan.dates[:3]] == [False, True, False]


def test_closures_and_absences_of_mine_only(drome_place):
    organisation, territory = drome_place.organisation, drome_place.territory
    room, other_room = world.venue(territory), world.venue(territory, "Salle 3")
    sophie = Facilitator.objects.create(territory=territory, name="Sophie")
    Closure.objects.create(territory=territory, name="Inventaire", first_day="2027-01-14", last_day="2027-01-14")
    Closure.objects.create(
        territory=territory, venue=room, name="Peinture", first_day="2027-01-20", last_day="2027-01-22"
    )
    Closure.objects.create(
        territory=territory, venue=other_room, name="Travaux", first_day="2027-01-01", last_day="2027-12-31"
    )
    Closure.objects.create(
        territory=territory, organisation=world.organisation(territory, "Die"), name="Ici non", first_day="2027-01-07",
        last_day="2027-01-07",
    )  # fmt: skip
    Absence.objects.create(facilitator=sophie, first_day="2027-01-28", last_day="2027-01-28")
    place = Place(organisation, room, (sophie,))

    ticked = preview_dates(repetition=weekly(date(2027, 1, 7), skips=USUAL | {Skip.ABSENCE}, count=3), place=place)
    unticked = preview_dates(repetition=weekly(date(2027, 1, 7), count=2), place=place)

    assert days(ticked) == ["07/01", "04/02", "11/02"]
    assert [line.reasons for line in ticked.lines[1:4]] == [
        ("fermé : Inventaire",),
        ("fermé : Peinture",),
        ("absence de Sophie",),
    ]
    assert [conflict.text for conflict in unticked.lines[-1].conflicts] == ["absence de Sophie"]


def test_who_is_away_in_the_morning_runs_the_afternoon(drome_place):
    sophie = Facilitator.objects.create(territory=drome_place.territory, name="Sophie")
    hours = {"start_time": time(9), "end_time": time(12, 30)}
    Absence.objects.create(facilitator=sophie, first_day="2027-01-14", last_day="2027-01-14", **hours)
    place = Place(drome_place.organisation, None, (sophie,))
    skips = USUAL | {Skip.ABSENCE}
    afternoon = preview_dates(repetition=weekly(date(2027, 1, 14), count=2, skips=skips), place=place)
    morning = preview_dates(repetition=weekly(date(2027, 1, 7), count=2, skips=skips, start_time=time(11)), place=place)
    warned = preview_dates(repetition=weekly(date(2027, 1, 14), count=2, start_time=time(12)), place=place)

    assert days(afternoon) == ["14/01", "21/01"]
    assert not afternoon.planned[0].conflicts
    assert [line.reasons for line in morning.lines if line.reasons] == [("absence de Sophie de 09:00 à 12:30",)]
    assert [each.text for each in warned.lines[0].conflicts] == ["absence de Sophie de 09:00 à 12:30"]


@pytest.mark.parametrize("rule", ConflictRule)
def test_a_room_and_a_facilitator_already_taken_warn_or_prevent(db, rule):
    place = place_in("26", room_conflicts=rule, facilitator_conflicts=rule)
    room = world.venue(place.territory)
    sophie = Facilitator.objects.create(territory=place.territory, name="Sophie")
    action = world.action(place.organisation)
    action.facilitators.add(sophie)
    taken = world.occurrence(action, venue=room)
    replaced = world.occurrence(action, in_days=14)
    replaced.facilitators.add(Facilitator.objects.create(territory=place.territory, name="Paul"))
    for row in (taken, replaced):
        starts_at = datetime(2027, 1, 14 if row is taken else 21, 14, 0, tzinfo=place.territory.zone)
        row.starts_at, row.ends_at = starts_at, starts_at.replace(hour=16)
        row.save()

    preview = preview_dates(
        repetition=weekly(date(2027, 1, 7), start_time=time(15), count=3),
        place=Place(place.organisation, room, (sophie,)),
    )

    assert [[each.text for each in line.conflicts] for line in preview.lines] == [
        [],
        ["CMS de Crest, salle 2 : déjà pris de 14:00 à 16:00", "Sophie anime une autre séance de 14:00 à 16:00"],
        [],
    ]
    assert len(preview.blocked) == (1 if rule == ConflictRule.BLOCK else 0)


def test_the_fifth_friday_says_which_months_have_none(drome_place):
    repetition = weekly(date(2027, 1, 29), frequency=Frequency.MONTHLY, count=3, skips=frozenset())
    preview = preview_dates(repetition=repetition, place=drome_place)

    assert days(preview) == ["29/01", "30/04", "30/07"]
    assert preview.notes == tuple(
        f"{month} 2027 n’a pas de 5ᵉ vendredi." for month in ("février", "mars", "mai", "juin")
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"count": 10_000}, "Choisissez entre 1 et 200 séances."),
        ({"count": 0}, "Choisissez entre 1 et 200 séances."),
        ({"count": 120}, "Il n’y a que"),
        ({"count": None}, "Dites un nombre de séances, ou une date de fin."),
        ({"count": None, "until": date(2026, 12, 31)}, "La date de fin doit venir après la première séance, dans les deux ans."),
        ({"count": None, "until": date(9999, 1, 1)}, "La date de fin doit venir après la première séance, dans les deux ans."),
        ({"minutes": 0}, "Une séance dure entre 1 minute et 24 heures."),
        ({"minutes": 1441}, "Une séance dure entre 1 minute et 24 heures."),
        ({"count": None, "until": date(2028, 12, 31), "weekdays": (0, 1, 2, 3, 4)}, "Au plus 200 séances à la fois."),
    ],
)  # fmt: skip
def test_a_series_is_bounded(drome_place, changes, said):
    with pytest.raises(ImpossibleDates, match=said):
        preview_dates(repetition=weekly(date(2027, 1, 7), **changes), place=drome_place)


def test_a_calendar_that_ends_is_said(drome_place):
    preview = preview_dates(repetition=weekly(date(2028, 6, 1), count=20), place=drome_place)

    assert preview.notes == (
        "Le calendrier scolaire (zone A) s’arrête le 3 sept. 2028 : vérifiez les dates suivantes.",
    )


def test_a_territory_without_calendar_is_told(db):
    place = Place(world.organisation(world.territory("976", "Mayotte", school_zone="mayotte")))
    preview = preview_dates(repetition=weekly(date(2026, 12, 3), count=4, skips=USUAL), place=place)

    assert preview.notes == ("Aucun calendrier scolaire connu (Mayotte) : aucune période de vacances n’est sautée.",)


@pytest.mark.parametrize(
    ("code", "fields", "day"),
    [
        ("67", {}, date(2027, 3, 26)),
        ("26", {"bank_holidays": "6AE"}, date(2027, 3, 26)),
        ("974", {"school_zone": "reunion", "time_zone": "Indian/Reunion"}, date(2027, 12, 20)),
        ("972", {"school_zone": "martinique", "time_zone": "America/Martinique"}, date(2027, 5, 22)),
        ("977", {"school_zone": "guadeloupe", "time_zone": "America/St_Barthelemy"}, date(2027, 10, 9)),
    ],
)
def test_bank_holidays_are_those_of_the_territory(db, code, fields, day):
    skips = frozenset({Skip.BANK})
    here = Place(world.organisation(world.territory(code, f"Territoire {code}", **fields)))
    usual = Place(world.organisation(world.territory("38", "Isère")))

    assert not days(preview_dates(repetition=weekly(day, until=day, count=None, skips=skips), place=here))
    assert days(preview_dates(repetition=weekly(day, until=day, count=None, skips=skips), place=usual))
