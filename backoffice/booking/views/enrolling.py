"""« Inscrire »: find the person, see what will happen, confirm. One service call: `book`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse

from backoffice.booking.enums import HOLDS_A_SEAT, LIVE, State
from backoffice.booking.errors import Refused
from backoffice.booking.forms import EnrolForm
from backoffice.booking.models import Participation
from backoffice.booking.queries import next_free_seat
from backoffice.booking.services import book
from backoffice.booking.services.access import reachable_usagers
from backoffice.booking.services.explaining import explanation
from backoffice.booking.services.foretelling import who_is_told
from backoffice.booking.services.foretelling_newcomers import rank_to_be
from backoffice.booking.services.naming import what_she_has
from backoffice.booking.views.asking import AsksQuestions
from backoffice.booking.views.instructing import ShowsConsignes
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.keys import key_of
from backoffice.console.base.wording import count, rank
from backoffice.directory.enums import Activity
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.booking.services.previewing import Preview
    from backoffice.booking.values import Booking
    from backoffice.notifications.services.foretelling import Forecast

ENOUGH_LETTERS = 3
MAX_FOUND = 8


class EnrolDialog(AsksQuestions, ShowsConsignes, AboutOccurrence, Dialog):
    """Two steps at one address: `?q=` finds people, `?usager=` shows what can be asked for, POST asks for it."""

    activity = Activity.ENROL
    form_class = EnrolForm
    template_name = "booking/enrol_search.html"
    title = "Inscrire"
    offers_new_person = True
    refused_decision: int | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = key_of(request.GET.get("usager", ""))
        if chosen and request.GET.get("searched", self.typed) == self.typed:
            shown = {"usager": chosen, "party_size": self.party_size}
            return self.confirm(self.form_class(initial=shown), chosen)
        return self.show(self.form_class())

    @property
    def typed(self) -> str:
        return self.request.GET.get("q", "").strip()[:80]

    def context(self) -> dict[str, Any]:
        search = {"typed": self.typed, "people": self.people(), "enough": ENOUGH_LETTERS}
        return {**super().context(), **search, "offers_new_person": self.offers_new_person}

    def people(self) -> list[Any] | None:
        """Those that the words find, with their state here; None when too little was typed."""
        if len(self.typed) < ENOUGH_LETTERS:
            return None
        live = Participation.objects.filter(occurrence=self.occurrence, usager=OuterRef("pk"), state__in=LIVE)
        found = reachable_usagers(self.actor, self.occurrence).matching(self.typed)
        people = list(found.annotate(live_state=Subquery(live.values("state")[:1]))[:MAX_FOUND])
        for person in people:
            person.live_label = State(person.live_state).label if person.live_state else ""
        return people

    def confirm(self, form: EnrolForm, usager_id: int) -> HttpResponse:
        """The second step: the same evaluator says what would happen now."""
        found = self.preview_with(form, usager_id)
        form = self.with_questions(form, found)
        following = None if found.is_simple else next_free_seat(self.occurrence, self.now)
        context = {"preview": found, "told": who_is_told(found.usager, self.request.user), "following": following}
        context["refused_decision"] = self.refused_decision
        context["forecasts"] = self.forecasts(found)
        return self.show(form, template="booking/enrol_confirm.html", **context)

    def forecasts(self, found: Preview) -> list[Forecast]:
        """What each button would send; one is enough when they all send the same."""
        events = {choice.event: choice for choice in reversed(found.choices)}
        several = len(events) > 1
        return [
            self.forecast(
                [Telling(event, self.occurrence, found.usager, About(until=choice.until))],
                title=f"« {choice.label} »" if several else "",
            )
            for event, choice in reversed(events.items())
        ]

    def failed(self, form: EnrolForm, error: Any) -> HttpResponse:
        form.add_error(None, error.message)
        if isinstance(error, Refused):
            self.refused_decision = error.context["decision"]
            form.data = form.data.copy()
            form.data["key"] = EnrolForm.base_fields["key"].initial()
        return self.confirm(form, form.cleaned_data["usager"])

    def invalid(self, form: EnrolForm) -> HttpResponse:
        usager_id = form.cleaned_data.get("usager")
        return self.confirm(form, usager_id) if usager_id else self.show(form)

    def perform(self, form: EnrolForm) -> str:
        asked = form.cleaned_data
        booking = book(
            occurrence_id=self.occurrence.pk,
            usager_id=asked["usager"],
            actor=self.actor,
            idempotency_key=asked["key"],
            overbook=asked["wish"] == EnrolForm.OVER,
            override=asked["wish"] == EnrolForm.OVERRIDE,
            party_size=asked["party_size"],
            reason=asked["reason"] if asked["wish"] in EnrolForm.NEED_A_REASON else "",
            answers=form.answers,
            accepted=self.accepted(),
        )
        if booking.participation is None:
            raise Refused(" ".join(explanation(booking.decision).reasons), decision=booking.decision.pk)
        if booking.participation.state == State.WAITING and asked["wish"] == EnrolForm.SEAT:
            self.level = messages.WARNING
        return self.sentence(booking, asked["wish"])

    def sentence(self, booking: Booking, wish: str) -> str:
        """What the agent reads aloud."""
        given, state = booking.participation, State(booking.participation.state)
        if state == State.WAITING:
            late = "La dernière place vient d’être prise. " if wish == EnrolForm.SEAT else ""
            number = rank_to_be(given, self.now)
            place = "" if number is None else rank(number)
            return f"{late}{what_she_has(given, self.occurrence, rank=place)}"
        said = what_she_has(given, self.occurrence)
        if state not in HOLDS_A_SEAT:
            return said
        several = f" {count(given.party_size, 'personne')}." if given.party_size > 1 else ""
        return f"{said}{several}{' En surnombre.' if given.is_overbooked else ''}"
