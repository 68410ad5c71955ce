"""« 60 places, toutes les 20 min de 9:00 à 12:30 »: one row per case, the sum as it is read."""

from __future__ import annotations

from datetime import time

import pytest

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.services.bands import Cutting, station_names

NINE, HALF_PAST_TWELVE = time(9), time(12, 30)
LUNCH = (time(12), time(13))


def cut(end=HALF_PAST_TWELVE, every=20, each=None, in_all=None, pause=None):
    return Cutting(NINE, end, every, each, in_all, pause).cut()


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ({"each": 6}, "60 places = 10 tranches × 6 (il reste 10 min à 12:20)"),
        ({"in_all": 60}, "60 places = 10 tranches × 6 (il reste 10 min à 12:20)"),
        ({"in_all": 62}, "62 places = 2 tranches × 7 + 8 tranches × 6 (il reste 10 min à 12:20)"),
        ({"each": 6, "in_all": 60, "end": None}, "60 places = 10 tranches × 6"),
        ({"each": 6, "in_all": 50}, "50 places = 8 tranches × 6 + 1 tranche × 2 (il reste 30 min à 12:00)"),
        ({"each": 4, "every": 30, "end": time(14)}, "40 places = 10 tranches × 4"),
        ({"each": 4, "every": 30, "end": time(14), "pause": LUNCH}, "32 places = 8 tranches × 4"),
        (
            {"each": 2, "every": 25, "end": time(14), "pause": LUNCH},
            "18 places = 9 tranches × 2 (il reste 10 min à 13:50)",
        ),
    ],
)
def test_the_sum_is_said_first(asked, read):
    assert cut(**asked).sentence() == read


def test_no_band_runs_over_the_pause():
    day = cut(each=2, every=25, end=time(14), pause=LUNCH)
    assert [band.label for band in day.bands][-3:] == ["11:30–11:55", "13:00–13:25", "13:25–13:50"]


def test_stations_multiply():
    assert cut(each=1, every=30, end=time(12)).sentence(stations=6) == "36 places = 6 postes × 6 tranches × 1"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"each": 6, "end": time(9, 10)}, "plus courte qu’une tranche"),
        ({"in_all": 6}, "Il y a 10 tranches"),
        ({"each": 6, "in_all": 90}, "La journée donne 60 places, pas 90"),
        ({"each": 6, "end": None}, "Sans heure de fin"),
        ({"each": 1, "in_all": 80, "end": None}, "80 tranches ne tiennent pas"),
    ],
)
def test_what_does_not_fit_is_said_with_the_numbers(asked, said):
    with pytest.raises(ImpossibleDates, match=said):
        cut(**asked)


def test_partners_are_one_per_line_each_once():
    assert station_names("Mission locale\n\n  France   Travail \n") == ["Mission locale", "France Travail"]
    with pytest.raises(ImpossibleDates, match="deux fois"):
        station_names("AFPA\nafpa")
