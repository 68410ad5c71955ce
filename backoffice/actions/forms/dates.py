"""When: a first day, an hour, a length, a rhythm, an end, what to skip. It computes no date; `preview_dates` does."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from backoffice.actions.enums import DateState, Frequency, OnSkip, Skip
from backoffice.actions.services.daysoff import zone_told
from backoffice.actions.services.planning import Wish
from backoffice.actions.services.repeating import MAX_OCCURRENCES, WEEKDAYS, WHOLE_DAY, Repetition
from backoffice.console.base.forms import (
    TEXT,
    PlainForm,
    checkbox,
    day_input,
    number_input,
    radio,
    time_input,
)
from backoffice.console.base.wording import short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backoffice.directory.models import Territory

WHEN = ("first_day", "start_time", "duration_minutes", "count")
RHYTHM = ("frequency", "every", "weekdays", "days", "until")
SKIPPING = ("skips", "on_skip", "overnight")
EARLIEST, FUTURE = date(2000, 1, 1), timedelta(days=3 * 366)
USUAL_SKIPS = (Skip.SCHOOL, Skip.BANK, Skip.CLOSURE)
TYPED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
BOTH_ENDS = "Dites un nombre de séances ou une date de fin, pas les deux."
OVER_MIDNIGHT = "La séance finirait après minuit. Changez l’heure ou la durée, ou cochez « finit le lendemain »."


def checks() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple({"class": "bo-checks"})


class DatesForm(PlainForm):
    """The questions of a series; a one-off answers the first ones only."""

    first_day = forms.DateField(label="Première séance", widget=day_input())
    start_time = forms.TimeField(label="Heure de début", widget=time_input())
    duration_minutes = forms.IntegerField(
        label="Durée (minutes)", min_value=5, max_value=WHOLE_DAY, required=False, widget=number_input(),
        help_text="Vide : la durée du motif.",
    )  # fmt: skip
    count = forms.IntegerField(
        label="Nombre de séances", min_value=1, max_value=MAX_OCCURRENCES, required=False, initial=1,
        widget=number_input(), help_text="1 : une seule séance.",
    )  # fmt: skip
    frequency = forms.ChoiceField(
        label="Rythme", choices=Frequency.choices, initial=Frequency.WEEKLY, required=False, widget=radio()
    )
    every = forms.IntegerField(
        label="Intervalle (semaines ou mois)", min_value=1, max_value=12, initial=1, required=False,
        widget=number_input(), help_text="2 : une semaine sur deux, ou un mois sur deux.",
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label="Jours de la semaine", choices=enumerate(WEEKDAYS), coerce=int, required=False, widget=checks(),
        help_text="Rien de coché : le jour de la première séance.",
    )  # fmt: skip
    days = forms.CharField(
        label="Autres dates", required=False, max_length=4000, help_text="Une date par ligne. Exemple : 14/01/2027.",
        widget=forms.Textarea({"class": TEXT, "rows": 4, "autocomplete": "off"}),
    )  # fmt: skip
    until = forms.DateField(
        label="Jusqu’au", required=False, widget=day_input(), help_text="Au lieu d’un nombre de séances."
    )
    skips = forms.MultipleChoiceField(
        label="Sauter", choices=Skip.choices, initial=USUAL_SKIPS, required=False, widget=checks()
    )
    on_skip = forms.ChoiceField(
        label="Si une date saute", choices=OnSkip.choices, initial=OnSkip.CONTINUE, required=False, widget=radio()
    )
    overnight = forms.BooleanField(label="La séance finit le lendemain", required=False, widget=checkbox())
    changes = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    groups_of_names: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Quand", WHEN), ("Répéter", RHYTHM), ("Sauter des dates", SKIPPING),
    )  # fmt: skip

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order of the questions: what, where, when."""
        return [(legend, [self[name] for name in names]) for legend, names in self.groups_of_names]

    def name_the_zone(self, territories: Iterable[Territory]) -> None:
        """Whose school holidays are skipped, when there is no doubt; the preview names the zone of each date."""
        zones = {zone_told(each) for each in territories}
        whose = zones.pop() if len(zones) == 1 else "zone du territoire de l’organisation"
        named = {Skip.SCHOOL.value: f"{Skip.SCHOOL.label} ({whose})"}
        self.fields["skips"].choices = [(value, named.get(value, label)) for value, label in Skip.choices]

    def clean_first_day(self) -> date:
        return within_reach(self.cleaned_data["first_day"])

    def clean_days(self) -> tuple[date, ...]:
        lines = (part.strip() for part in re.split(r"[\n;,]", self.cleaned_data["days"]))
        found = tuple(typed_day(line) for line in lines if line)
        if len(found) > MAX_OCCURRENCES:
            raise forms.ValidationError(f"Au plus {MAX_OCCURRENCES} dates.")
        return found

    def clean_changes(self) -> dict[date, Wish]:
        return dict(read_wishes(self.cleaned_data["changes"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        count, until = cleaned.get("count"), cleaned.get("until")
        if cleaned.get("frequency") == Frequency.DATES:
            return {**cleaned, "count": None, "until": None}
        if until and (count or 1) > 1:
            self.add_error("until", BOTH_ENDS)
        return {**cleaned, "count": None if until else count or 1}

    def repetition(self, default_minutes: int) -> Repetition:
        """What is asked. Raises ImpossibleDates when the bounds are passed."""
        asked = self.cleaned_data
        return Repetition(
            first_day=asked["first_day"],
            start_time=asked["start_time"],
            minutes=asked["duration_minutes"] or default_minutes,
            frequency=Frequency(asked["frequency"] or Frequency.WEEKLY),
            every=asked["every"] or 1,
            weekdays=tuple(asked["weekdays"]),
            days=asked["days"],
            count=asked["count"],
            until=asked["until"],
            skips=frozenset(Skip(name) for name in asked["skips"]),
            on_skip=OnSkip(asked["on_skip"] or OnSkip.CONTINUE),
        )

    def judge_night(self, repetition: Repetition) -> None:
        """Over midnight is allowed only when asked (bad input B33)."""
        end = repetition.start_time.hour * 60 + repetition.start_time.minute + repetition.minutes
        if end > WHOLE_DAY and not self.cleaned_data["overnight"]:
            self.add_error("duration_minutes", OVER_MIDNIGHT)


def within_reach(day: date) -> date:
    """Years that nobody means are refused with the bounds (bad input B32)."""
    last = timezone.localdate() + FUTURE
    if not EARLIEST <= day <= last:
        raise forms.ValidationError(f"Choisissez un jour entre le {short_date(EARLIEST)} et le {short_date(last)}.")
    return day


def typed_day(text: str) -> date:
    found = TYPED_DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        raise forms.ValidationError(f"« {text} » n’est pas une date. Exemple : 14/01/2027.") from None


def read_wishes(text: str) -> Iterator[tuple[date, Wish]]:
    """« 2027-02-18 forced;2027-02-25 moved 2027-02-26T14:00 », as `written` writes it; anything else is ignored."""
    for part in filter(None, text.split(";")):
        try:
            day, state, *wall = part.split(" ")
            moment = datetime.fromisoformat(wall[0]).replace(tzinfo=None) if wall else None
            yield date.fromisoformat(day), Wish(DateState(state), moment)
        except (ValueError, IndexError):
            continue


def written(wishes: dict[date, Wish]) -> str:
    walls = {day: f" {wish.wall:%Y-%m-%dT%H:%M}" if wish.wall else "" for day, wish in wishes.items()}
    return ";".join(f"{day.isoformat()} {wish.state.value}{walls[day]}" for day, wish in sorted(wishes.items()))
