"""« Inscrire une liste »: paste or send it, see line by line what would happen, correct, start, watch, take the report. Works without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backoffice.booking.enums import IN_THE_WAY, BatchState, ColumnKind, LineState
from backoffice.booking.forms import ListForm
from backoffice.booking.models import BatchEnrolment, BatchLine
from backoffice.booking.services.access import require
from backoffice.booking.services.batches import (
    leave_out,
    prepare_batch,
    recognise_again,
    resume_batch,
    start_batch,
    stop_batch,
)
from backoffice.booking.services.batches.applying import act_of, progress_of
from backoffice.booking.services.batches.drafting import MOST_LINES
from backoffice.booking.services.batches.foreseeing import told_of_list
from backoffice.booking.services.batches.questions import fields_for
from backoffice.booking.values import Actor
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, NotAllowed, OutOfPerimeter
from backoffice.console.base.keys import key_of
from backoffice.console.base.views import ConsoleView
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.notifications.services.foretelling import foretell
from backoffice.notifications.services.withdrawing import waiting_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.notifications.services.foretelling import Forecast

PASTED = "Liste collée"
NEEDED = (Activity.ENROL, Activity.VIEW_PEOPLE)
# How each state of a line is counted, in the order of the sentence.
COUNTED = (
    (LineState.BOOKED, "inscrite"),
    (LineState.WAITING, "en attente"),
    (LineState.PENDING, "à valider"),
    (LineState.READY, "prête"),
    (LineState.ALREADY, "déjà inscrite"),
    (LineState.REFUSED, "refusée"),
    (LineState.CHOICE, "à préciser"),
    (LineState.UNREADABLE, "à corriger"),
    (LineState.TWICE, "en double"),
    (LineState.LEFT_OUT, "laissée de côté"),
    (LineState.FAILED, "non traitée"),
)
REFUSED = frozenset({"refuse", "ask"})
# What lines that are ready would come to.
FORESEEN = (
    ({"accept", "warn", "promoted"}, "avec une place"),
    ({"offered"}, "avec une place proposée"),
    ({"waitlist"}, "en liste d’attente"),
    ({"approval"}, "à valider"),
    (REFUSED, "sans inscription possible"),
)
INVARIABLE = {LineState.WAITING, LineState.PENDING, LineState.CHOICE, LineState.UNREADABLE, LineState.TWICE}


class EnrolListDialog(AboutOccurrence, Dialog):
    """The list, pasted or sent. One service call: `prepare_batch`."""

    activity = Activity.ENROL
    form_class = ListForm
    template_name = "booking/enrol_list.html"
    title = "Inscrire une liste"
    submit_label = "Vérifier la liste"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["view_people"]:
            raise NotAllowed

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            batch = self.batch(form)
        except (OutOfPerimeter, NotAllowed):
            raise
        except BackofficeError as error:
            return self.failed(form, error)
        return HttpResponseRedirect(reverse("admin:batch", args=[batch.pk]))

    def batch(self, form: ListForm) -> BatchEnrolment:
        file = form.cleaned_data["file"] or ContentFile(form.cleaned_data["text"].encode())
        source = getattr(file, "name", None) or PASTED
        return prepare_batch(occurrence_id=self.occurrence.pk, file=file, source=source, user=self.request.user)

    def context(self) -> dict[str, Any]:
        earlier = BatchEnrolment.objects.filter(occurrence=self.occurrence).select_related("user")[:5]
        return {**super().context(), "most": MOST_LINES, "earlier": earlier}


class BatchPage(ConsoleView):
    """Loads `self.batch`, for those who may enrol in its séance."""

    def prepare(self, *, batch_id: int, **kwargs: Any) -> None:
        rows = BatchEnrolment.objects.visible_to(self.request.user).select_related(
            "user", "occurrence__venue", "occurrence__action__motif", "occurrence__action__organisation__territory"
        )
        found = rows.filter(pk=batch_id).first()
        if found is None:
            raise OutOfPerimeter
        for activity in NEEDED:
            require(Actor.agent(self.request.user), activity, found.occurrence)
        self.batch = found


class BatchView(BatchPage):
    """GET shows the list; POST corrects the columns, leaves lines out, starts, stops or resumes: one service call each."""

    template_name = "booking/batch.html"
    title = "Liste à inscrire"

    def context(self) -> dict[str, Any]:
        lines = list(self.batch.lines.select_related("usager").order_by("number"))
        done, given = progress_of(self.batch)
        states = [LineState(line.state) for line in lines]
        return {
            "batch": self.batch,
            "occurrence": self.batch.occurrence,
            "zone": self.batch.occurrence.territory.zone,
            "lines": lines,
            "kinds": self.kinds(),
            "summary": summary(states),
            "ready": sum(line.state == LineState.READY and line.forecast not in REFUSED for line in lines),
            "will_be": will_be(lines) if self.batch.state == BatchState.DRAFT else "",
            "in_the_way": sum(state in IN_THE_WAY for state in states),
            "done": done,
            "given": given,
            "forecasts": self.forecasts() if self.batch.state == BatchState.DRAFT else (),
            "waiting": waiting_of(act_of(self.batch), self.request.user),
            "is_draft": self.batch.state == BatchState.DRAFT,
            "is_running": self.batch.state == BatchState.QUEUED,
        }

    def kinds(self) -> list[tuple[str, str]]:
        fields = fields_for(self.batch.occurrence, Actor.agent(self.request.user))
        return [*ColumnKind.choices, *((code, field.label) for code, field in fields.items())]

    def forecasts(self) -> tuple[Forecast, ...]:
        told = told_of_list(self.batch)
        return (foretell(told, now=timezone.now(), is_bulk=True),) if told else ()

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> Any:
        if self.is_fragment and template == self.template_name:
            template = "booking/batch_body.html"
        return super().render(template, context, status=status)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            sentence = self.act()
        except (OutOfPerimeter, NotAllowed):
            raise
        except BackofficeError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, sentence)
        return HttpResponseRedirect(reverse("admin:batch", args=[self.batch.pk]))

    def act(self) -> str:
        asked, key, user = self.request.POST, self.batch.pk, self.request.user
        if "columns" in asked:
            recognise_again(batch_id=key, kinds=asked.getlist("kind"), user=user)
            return "La liste est relue avec ces colonnes."
        if "leave" in asked or "take" in asked:
            leave_out(line_id=self.line_id(), user=user, is_left_out="leave" in asked)
            return "C’est noté."
        if "start" in asked:
            started = start_batch(batch_id=key, user=user)
            return f"C’est parti : {count(progress_of(started)[1], 'ligne')}. Vous pouvez continuer à travailler."
        if "stop" in asked:
            if stop_batch(batch_id=key, user=user).state != BatchState.STOPPED:
                return "La liste était déjà terminée."
            return "La liste s’arrête après la ligne en cours. Les personnes inscrites le restent."
        if "resume" in asked:
            resume_batch(batch_id=key, user=user)
            return "La liste reprend où elle s’était arrêtée."
        raise OutOfPerimeter

    def line_id(self) -> int:
        """A line of this list, and of no other."""
        key = key_of(self.request.POST.get("leave") or self.request.POST.get("take") or "")
        if not self.batch.lines.filter(pk=key).exists():
            raise OutOfPerimeter
        return key


def summary(states: list[LineState]) -> str:
    """« 12 lignes : 8 prêtes, 3 à corriger, 1 en double. »"""
    parts = [
        f"{states.count(state)} {word}" if state in INVARIABLE else count(states.count(state), word, plural(word))
        for state, word in COUNTED
        if state in states
    ]
    return f"{count(len(states), 'ligne')} : {', '.join(parts)}."


def will_be(lines: list[BatchLine]) -> str:
    """« Ce qui se passerait : 4 avec une place, 1 en liste d’attente. », of the lines that are ready."""
    ready = [line.forecast for line in lines if line.state == LineState.READY]
    numbers = ((sum(forecast in group for forecast in ready), words) for group, words in FORESEEN)
    told = [f"{number} {words}" for number, words in numbers if number]
    return f"Ce qui se passerait : {', '.join(told)}." if told else ""


def plural(word: str) -> str:
    """« laissées de côté », « non traitées »."""
    return "laissées de côté" if word == "laissée de côté" else f"{word}s"
