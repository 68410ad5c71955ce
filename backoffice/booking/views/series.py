"""« Déplacer ou modifier »: this séance, it and the following ones, or all of them. Consequences first; one service call; one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages

from backoffice.actions.forms.edits import NOTHING, EditSeriesForm, ScopeForm, plain_values, sealed, unsealed, values_of
from backoffice.booking.services import cancel_seances
from backoffice.booking.services.foretelling_many import live_in, told_of_cancelling
from backoffice.booking.services.series import edit_series, foretell_edit, reached
from backoffice.booking.services.series.foretelling import people_told
from backoffice.booking.services.series.reaching import changed_since, series_of, version_of
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.forms import ReasonField
from backoffice.console.base.wording import count, short_day
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backoffice.booking.services.series.foretelling import Foretold

BLOCKED = "Une séance ne peut pas changer ainsi : voyez ce qui l’empêche. Rien n’a changé."


class EditSeriesDialog(AboutOccurrence, Dialog):
    """A POST whose consequences were not shown yet shows them; a POST of what was shown does it, if nothing moved meanwhile."""

    activity = Activity.PLAN
    form_class = EditSeriesForm
    template_name = "booking/series.html"
    title = "Déplacer ou modifier"
    submit_label = "Voir les conséquences"

    def form_options(self) -> dict[str, Any]:
        values = values_of(self.occurrence)
        initial = {**values, "facilitators": [person.pk for person in values["facilitators"]], "opened": self.seal()}
        return {"user": self.request.user, "occurrence": self.occurrence, "initial": initial}

    def seal(self) -> str:
        return sealed([version_of(self.occurrence.action_id), plain_values(values_of(self.occurrence))])

    def context(self) -> dict[str, Any]:
        others = series_of(self.occurrence, self.now).exclude(pk=self.occurrence.pk)
        return {**super().context(), "others": others.count(), "is_edit": True}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.show(form)
        self.version, before = unsealed(form.cleaned_data["opened"]) or (0, {})
        self.changes = form.changes(before)
        if not self.changes:
            form.add_error(None, NOTHING)
            return self.show(form)
        theirs = self.changed_by_others(form)
        self.foretold = self.foretell(form)
        seen = unsealed(form.cleaned_data["seen"])
        if "preview" in request.POST or theirs or self.foretold.is_blocked or seen != self.mark():
            return self.show_consequences(form, theirs)
        return super().post(request, **kwargs)

    def foretell(self, form: EditSeriesForm) -> Foretold:
        asked = form.cleaned_data
        options = {"include_apart": asked["include_apart"], "now": self.now, "reader": self.request.user}
        return foretell_edit(self.occurrence, asked["scope"], self.changes, **options)

    def changed_by_others(self, form: EditSeriesForm) -> list[str]:
        """What somebody changed since the form was opened, in the séances that this reaches."""
        asked = form.cleaned_data
        rows = reached(self.occurrence, asked["scope"], include_apart=asked["include_apart"], now=self.now)
        return changed_since(self.occurrence.action_id, self.version, set(rows.values_list("pk", flat=True)))

    def mark(self) -> list[Any]:
        """What a person reads of the consequences."""
        lines = [
            [each.occurrence.pk, each.after, list(each.seats), each.taken, [item.text for item in each.conflicts]]
            for each in self.foretold.effects
        ]
        return [lines, list(self.foretold.sentences)]

    def show_consequences(self, form: EditSeriesForm, theirs: list[str]) -> HttpResponse:
        """What others changed is taken, what was typed here is kept: both are shown."""
        form.data = form.data.copy()
        form.data["seen"] = sealed(self.mark())
        mine = [f"{label} : {value}" for label, value in self.said()] if theirs else []
        if theirs:
            self.take_theirs(form)
        label = f"Changer {count(len(self.foretold.effects), 'séance')}"
        return self.show(
            form,
            foretold=self.foretold,
            forecasts=(self.forecast(self.foretold.tellings, is_bulk=True),),
            theirs=theirs,
            mine=mine,
            problem=BLOCKED if self.foretold.is_blocked else "",
            submit_label=label,
        )

    def take_theirs(self, form: EditSeriesForm) -> None:
        form.data["opened"] = self.seal()
        for name, value in plain_values(values_of(self.occurrence)).items():
            if name not in self.changes:
                form.data.setlist(name, value if isinstance(value, list) else ["" if value is None else value])

    def said(self) -> list[tuple[str, str]]:
        """The change in words: [("heure", "15:00"), …]."""
        words = {
            "title": ("titre", lambda value: value or "celui de l’action"),
            "day": ("jour", short_day),
            "start_time": ("heure", lambda value: f"{value:%H:%M}"),
            "minutes": ("durée", lambda value: f"{value} min"),
            "venue": ("lieu", lambda value: str(value or "aucun")),
            "facilitators": ("animation", lambda value: ", ".join(map(str, value)) or "celle de l’action"),
            "seats": ("places", lambda value: str(value or "celles de l’action")),
        }
        return [(words[name][0], words[name][1](value)) for name, value in self.changes.items()]

    def perform(self, form: EditSeriesForm) -> str:
        asked = form.cleaned_data
        summary = ", ".join(f"{label} : {value}" for label, value in self.said())
        done = edit_series(
            occurrence_id=self.occurrence.pk,
            scope=asked["scope"],
            changes=self.changes,
            include_apart=asked["include_apart"],
            actor=self.actor,
            summary=summary,
            version=self.version,
            reason=asked["reason"],
        )
        told = f" {count(done.told, 'personne prévenue', 'personnes prévenues')}." if done.told else ""
        over = f" {count(done.overbooked, 'séance')} en surnombre : personne n’est retiré." if done.overbooked else ""
        return f"C’est noté : {summary} ({count(done.edit.seances_count, 'séance')}).{told}{over}"


class CancelSeriesForm(ScopeForm):
    """How far, and why."""

    reason = ReasonField(required=True)


class CancelSeriesDialog(AboutOccurrence, Dialog):
    """« Annuler des séances »: says how many people lose their place, then cancels them together."""

    activity = Activity.PLAN
    form_class = CancelSeriesForm
    template_name = "booking/series.html"
    title = "Annuler des séances"
    submit_label = "Voir les conséquences"
    is_dangerous = True
    level = messages.WARNING

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.show(form)
        asked = form.cleaned_data
        rows = reached(self.occurrence, asked["scope"], include_apart=asked["include_apart"], now=self.now)
        self.rows = list(rows.select_related("action__motif"))
        if request.POST.get("keys") != self.keys():
            label = f"Annuler {count(len(self.rows), 'séance')}"
            live = live_in(self.rows)
            forecasts = (self.forecast(told_of_cancelling(live), is_bulk=True),)
            shown = {"cancelled": self.rows, "sentences": [people_told(live)], "forecasts": forecasts}
            return self.show(form, **shown, submit_label=label)
        return super().post(request, **kwargs)

    def keys(self) -> str:
        return ",".join(str(row.pk) for row in self.rows)

    def context(self) -> dict[str, Any]:
        shown = {"keys": self.keys()} if hasattr(self, "rows") else {}
        return {**super().context(), **shown, "others": series_of(self.occurrence, self.now).count() - 1}

    def perform(self, form: CancelSeriesForm) -> str:
        done = cancel_seances(
            occurrence_ids=[row.pk for row in self.rows], actor=self.actor, reason=form.cleaned_data["reason"]
        )
        told = f" {count(done.told, 'personne prévenue', 'personnes prévenues')}." if done.told else ""
        return f"{count(len(done.occurrences), 'séance annulée', 'séances annulées')}.{told}"
