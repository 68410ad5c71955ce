"""« Déplacer des personnes »: tick them, page after page, choose the other séance, confirm. One service call a person: `transfer`.

What is ticked is carried by the form from one page, or one search, to the next: without script, and nothing is stored."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Page, Paginator

from backoffice.booking.enums import State
from backoffice.booking.forms import MovePeopleForm
from backoffice.booking.models import Participation
from backoffice.booking.services import transfer
from backoffice.booking.views.transferring import ChoosesSeance
from backoffice.console.base.errors import BackofficeError, NotAllowed, OutOfPerimeter
from backoffice.console.base.keys import key_of
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50
# Buttons that turn the page, search, or tick: nobody moves.
LOOKS = ("page", "look", "everybody", "nobody")


class MovePeopleDialog(ChoosesSeance):
    """Several people to one séance, in the order of the list: each is decided by herself, and whoever has no place there keeps hers."""

    form_class = MovePeopleForm
    template_name = "booking/move_people.html"
    title = "Déplacer des personnes"
    submit_label = "Déplacer"

    @cached_property
    def keys(self) -> list[int]:
        """Those who have a place; the second click of the same form finds those whom the first one moved."""
        states = [State.BOOKED, State.MOVED] if self.request.method == "POST" else [State.BOOKED]
        rows = Participation.objects.filter(occurrence=self.occurrence, state__in=states)
        return list(rows.order_by("booked_at", "pk").values_list("pk", flat=True))

    def form_options(self) -> dict[str, Any]:
        return {"choices": [(key, "") for key in self.keys]}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not any(name in request.POST for name in LOOKS):
            return super().post(request, **kwargs)
        return self.show(MovePeopleForm(initial=request.POST.dict(), **self.form_options()))

    def context(self) -> dict[str, Any]:
        shown = list(self.page)
        return {
            **super().context(),
            "page": self.page,
            "shown": [(row, row.pk in self.ticked) for row in shown],
            "elsewhere": sorted(self.ticked - {row.pk for row in shown}),
            "ticked_count": len(self.ticked),
            "typed": self.typed,
            "is_long": len(self.keys) > PER_PAGE,
            "forecasts": (self.forecast(self.tellings(), is_bulk=True),),
        }

    @property
    def typed(self) -> str:
        return self.request.POST.get("q", "").strip()[:80]

    @cached_property
    def found(self) -> list[int]:
        """Those whose name is searched for, or everybody."""
        if not self.typed:
            return self.keys
        people = Usager.objects.matching(self.typed).order_by()
        rows = Participation.objects.filter(pk__in=self.keys, usager__in=people.values("pk"))
        found = set(rows.order_by().values_list("pk", flat=True))
        return [key for key in self.keys if key in found]

    @cached_property
    def ticked(self) -> set[int]:
        if "nobody" in self.request.POST:
            return set()
        sent = {key_of(key) for key in self.request.POST.getlist("people")}
        return sent & set(self.keys) | (set(self.found) if "everybody" in self.request.POST else set())

    @cached_property
    def page(self) -> Page[Any]:
        asked = self.request.POST
        number = "1" if "look" in asked else asked.get("page") or asked.get("here")
        page = Paginator(self.found, PER_PAGE).get_page(number)
        rows = Participation.objects.select_related("usager__responsible").in_bulk(list(page.object_list))
        page.object_list = [rows[key] for key in page.object_list]
        return page

    def tellings(self) -> list[Telling]:
        """What those who are ticked, or otherwise those of this page, would read in the chosen séance, or in the first one."""
        targets = [row for row, _line in self.seances()]
        target = next((row for row in targets if str(row.pk) == self.chosen), next(iter(targets), None))
        if target is None:
            return []
        about = About(before=self.occurrence)
        rows = Participation.objects.filter(pk__in=self.ticked).select_related("usager__responsible").order_by("pk")
        return [Telling(Event.MOVED, target, row.usager, about) for row in (rows if self.ticked else self.page)]

    def perform(self, form: MovePeopleForm) -> str:
        moved, kept = [], []
        rows = Participation.objects.filter(pk__in=form.cleaned_data["people"]).select_related("usager")
        for row in rows.order_by("booked_at", "pk"):
            (moved if self.goes(row, form) else kept).append(str(row.usager))
        said = f"C’est noté : {count(len(moved), 'personne déplacée', 'personnes déplacées')}."
        if not kept:
            return said
        self.level = messages.WARNING
        theirs = "elle garde la sienne" if len(kept) == 1 else "elles gardent la leur"
        return f"{said} Sans place dans l’autre séance, {theirs} : {', '.join(kept)}."

    def goes(self, row: Participation, form: MovePeopleForm) -> bool:
        """Whether she has a place there. The key of the form and her inscription make hers: the same form sent twice moves once."""
        asked = form.cleaned_data
        try:
            done = transfer(
                participation_id=row.pk,
                occurrence_id=asked["seance"],
                actor=self.actor,
                idempotency_key=f"{asked['key'][:40]}-{row.pk}",
                overbook=asked["over"],
                reason=asked["reason"],
            )
        except (OutOfPerimeter, NotAllowed):
            raise
        except BackofficeError:
            return False
        return done.booking.participation is not None
