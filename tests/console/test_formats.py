"""Dates and times as people here write them."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.utils import formats, timezone

from backoffice.console.base.wording import long_date, short_day


@pytest.mark.parametrize("typed", ["07/03/2026", "7/3/2026", "07/03/26", "07-03-2026", "07.03.2026", "2026-03-07"])
def test_a_date_is_read_as_people_write_it(typed):
    assert forms.DateField(localize=True).clean(typed) == date(2026, 3, 7)


@pytest.mark.parametrize("typed", ["9:30", "09:30", "9h30", "9 h 30", "09:30:00"])
def test_a_time_is_read_as_people_write_it(typed):
    assert forms.TimeField().clean(typed) == time(9, 30)


def test_fields_show_day_month_year_and_no_seconds():
    assert forms.DateInput().format_value(date(2026, 3, 7)) == "07/03/2026"
    assert forms.TimeInput().format_value(time(9, 30)) == "09:30"


def test_text_shows_the_month_in_letters():
    assert (
        formats.date_format(timezone.localtime(datetime(2026, 3, 7, 8, 30, tzinfo=UTC)), "DATETIME_FORMAT")
        == "7 mars 2026 à 09:30"
    )


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2026, 3, 1), "dim. 1er mars 2026", "1er mars 2026"),
        (date(2027, 1, 14), "jeu. 14 janv. 2027", "14 janvier 2027"),
    ],
)
def test_the_first_of_a_month_is_said_so(day, short, long):
    assert (short_day(day), long_date(day)) == (short, long)
