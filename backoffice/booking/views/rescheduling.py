"""« Déplacer la séance »: another date, hour or place for everybody, after seeing who is told. One service call: `reschedule`."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.services.instants import instant
from backoffice.booking.forms import RescheduleForm
from backoffice.booking.models import Participation
from backoffice.booking.services import reschedule
from backoffice.booking.services.rescheduling import changes_between, conflicts_there, told_of_changes
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.wording import count, short_span
from backoffice.directory.enums import Activity
from backoffice.directory.models import Venue
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backoffice.actions.services.conflicts import Conflict
    from backoffice.notifications.services.foretelling import Forecast

BLOCKED = "Cette date ne convient pas : choisissez un autre moment ou un autre lieu. Rien n’a changé."


class RescheduleDialog(AboutOccurrence, Dialog):
    """A POST of values that were not shown yet shows what they do; the same POST again does it."""

    activity = Activity.PLAN
    form_class = RescheduleForm
    template_name = "booking/reschedule.html"
    title = "Déplacer la séance"
    submit_label = "Voir les conséquences"

    def form_options(self) -> dict[str, Any]:
        start = self.occurrence.local_start
        shown = {
            "day": start.date(),
            "start_time": start.time(),
            "duration_minutes": self.occurrence.duration_minutes,
            "venue": self.occurrence.venue_id,
        }
        venues = Venue.objects.visible_to(self.request.user).filter(territory=self.occurrence.territory.pk)
        return {"initial": shown, "venues": venues}

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.invalid(form)
        try:
            start, end = self.instants(form)
        except ImpossibleDates as error:
            return self.failed(form, error)
        venue = form.cleaned_data["venue"]
        seen = f"{start:%Y%m%d%H%M}-{end:%Y%m%d%H%M}-{venue.pk if venue else ''}"
        if request.POST.get("seen") == seen:
            return super().post(request, **kwargs)
        conflicts = self.conflicts(start, end, venue)
        shown = (*self.consequences(start, end), *(sentence_of(each) for each in conflicts))
        if any(each.is_blocking for each in conflicts):
            return self.show(form, consequences=(*shown, BLOCKED))
        forecasts = self.forecasts(start, end, venue)
        return self.show(form, consequences=shown, seen=seen, forecasts=forecasts, submit_label="Déplacer la séance")

    def conflicts(self, start: datetime, end: datetime, venue: Venue | None) -> tuple[Conflict, ...]:
        """Nothing is looked for when nothing moves."""
        seance = self.occurrence
        if (start, end, venue.pk if venue else None) == (seance.starts_at, seance.ends_at, seance.venue_id):
            return ()
        return conflicts_there(seance, start, end, venue)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "consequences": (), "seen": ""}

    def consequences(self, start: datetime, end: datetime) -> tuple[str, ...]:
        zone = self.occurrence.territory.zone
        rows = Participation.objects.live().filter(occurrence=self.occurrence)
        people = rows.count()
        kept = count(people, "personne garde sa place ou son rang", "personnes gardent leur place ou leur rang")
        when = f"Nouvelle date : {short_span(start.astimezone(zone), end.astimezone(zone))}."
        return (
            when,
            f"{kept}." if people else "Personne n’est inscrit.",
        )

    def forecasts(self, start: datetime, end: datetime, venue: Venue | None) -> tuple[Forecast, ...]:
        wished = copy(self.occurrence)
        wished.starts_at, wished.ends_at, wished.venue = start, end, venue
        change = About(self.occurrence, changes_between(self.occurrence, wished))
        told = told_of_changes([(wished, change)]) if change.changes else []
        tellings = [Telling(Event.SEANCE_CHANGED, row.occurrence, row.usager, about) for row, about in told]
        return (self.forecast(tellings, is_bulk=True),)

    def instants(self, form: RescheduleForm) -> tuple[datetime, datetime]:
        asked = form.cleaned_data
        start = instant(datetime.combine(asked["day"], asked["start_time"]), self.occurrence.territory.zone)
        return start, start + timedelta(minutes=asked["duration_minutes"])

    def perform(self, form: RescheduleForm) -> str:
        start, end = self.instants(form)
        done = reschedule(
            occurrence_id=self.occurrence.pk,
            starts_at=start,
            ends_at=end,
            venue=form.cleaned_data["venue"],
            actor=self.actor,
            reason=form.cleaned_data["reason"],
        )
        above = f" {count(done.overbooked, 'place')} en surnombre dans ce lieu." if done.overbooked else ""
        told = count(done.told, "message à envoyer", "messages à envoyer")
        return f"C’est noté : {done.occurrence.spoken_sentence}. {told}.{above}"


def sentence_of(conflict: Conflict) -> str:
    return f"{conflict.text[:1].upper()}{conflict.text[1:]}."
