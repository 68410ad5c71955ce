"""« Orienter »: séances of other organisations open to ours, or why they are not now; enrol somebody there. Shows nobody who is enrolled there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.actions.values import SeatsLine
from backoffice.booking.enums import COMING, HOLDS_A_SEAT, Item, State
from backoffice.booking.errors import Refused
from backoffice.booking.forms import OrientForm
from backoffice.booking.services import prescribe
from backoffice.booking.services.explaining import told_to_prescriber
from backoffice.booking.services.foretelling import who_is_told
from backoffice.booking.services.naming import ALREADY
from backoffice.booking.services.prescribing import (
    already_there,
    host_reads_file,
    prescriber_for,
    prescribing_perimeter,
    why_closed,
)
from backoffice.booking.views.enrolling import EnrolDialog
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.people.values import folded, search_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backoffice.booking.models import Participation
    from backoffice.booking.values import Booking
    from backoffice.people.models import Usager

PER_PAGE = 20
MOST_SEARCHED = 500
GIVEN = {
    State.BOOKED: "C’est noté pour {who} : {when}.",
    State.OFFERED: "Une place est proposée à {who} : {when}. Elle doit répondre.",
    State.PENDING: "La demande de {who} est à valider : {when}.",
}
WAITS = "{who} est sur la liste d’attente : {when}."


def what_was_given(participation: Participation, who: object, occurrence: Occurrence) -> str:
    """Of a form that comes back after she left, no more than « Mes orientations » shows."""
    state = State(participation.state)
    if state not in COMING | HOLDS_A_SEAT:
        return f"{ALREADY} Ce que {who} devient se lit dans « Mes orientations »."
    return GIVEN.get(state, WAITS).format(who=who, when=occurrence.spoken_sentence)


class PrescriberView(ConsoleView):
    """For those who enrol somewhere."""

    def prepare(self, **kwargs: Any) -> None:
        self.now = timezone.now()
        if not self.request.user.perimeter.has(Activity.ENROL):
            raise NotAllowed

    def page_of(self, rows: Any) -> Any:
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))


class OrientView(PrescriberView):
    """The open séances, the next first, with their free seats and no name."""

    template_name = "booking/orient_list.html"
    title = "Orienter vers une action du territoire"

    def context(self) -> dict[str, Any]:
        typed = self.request.GET.get("q", "").strip()[:80]
        opened = Occurrence.objects.open_to_prescribers(prescribing_perimeter(self.request.user)).bookable(self.now)
        shown = opened.with_everything_shown().select_related("counters")
        rows = shown.prefetch_related("action__motif__instructions").order_by("starts_at", "pk")
        page = self.page_of(matching(list(rows[:MOST_SEARCHED]), typed) if typed else rows)
        return {
            "page": page,
            "seances": [(row, SeatsLine.of(row), self.why_closed(row)) for row in page],
            "typed": typed,
        }

    def why_closed(self, occurrence: Occurrence) -> str:
        return why_closed(occurrence, self.request.user, self.now)


def matching(rows: list[Occurrence], typed: str) -> list[Occurrence]:
    """Every word starts a word of the action, of its motif, of the organisation or of the place."""

    def text(row: Occurrence) -> str:
        names = (row.action.title, row.action.motif.name, row.action.organisation.name, row.venue and row.venue.commune)
        return f" {folded(' '.join(filter(None, names)))}"

    words = search_words(typed)
    return [row for row in rows if all(f" {word}" in text(row) for word in words)]


class OrientDialog(EnrolDialog):
    """Find somebody of one's own files, tick what the other organisation will read, ask. One service call: `prescribe`."""

    form_class = OrientForm
    offers_new_person = False
    title = "Orienter"

    def prepare(self, *, occurrence_id: int, **kwargs: Any) -> None:
        self.now = timezone.now()
        if not self.request.user.perimeter.has(Activity.ENROL):
            raise OutOfPerimeter
        rows = Occurrence.objects.open_to_prescribers(prescribing_perimeter(self.request.user))
        found = rows.with_everything_shown().select_related("counters").filter(pk=occurrence_id).first()
        if found is None:
            raise OutOfPerimeter
        self.occurrence = found
        self.actor = prescriber_for(occurrence=found, user=self.request.user)

    def people(self) -> list[Any] | None:
        """Her own files; the state of a place there is told only when she may know it."""
        found = super().people()
        for person in found or ():
            person.live_label = already_there(person, self.occurrence, self.request.user)
        return found

    def confirm(self, form: OrientForm, usager_id: int) -> HttpResponse:
        found = self.preview_with(form, usager_id)
        form = self.with_questions(form, found)
        form.fields["items"].choices = [
            (item, f"{Item(item).label} : {value}") for item, value in known_items(found.usager).items()
        ]
        context = {
            "preview": found,
            "told": who_is_told(found.usager, self.request.user),
            "is_read_there": host_reads_file(self.occurrence, found.usager),
            "forecasts": self.forecasts(found),
            "sender": prescriber_for(
                occurrence=self.occurrence, user=self.request.user, usager=found.usager
            ).organisation,
        }
        return self.show(form, template="booking/orient_confirm.html", **context)

    def perform(self, form: OrientForm) -> str:
        asked = form.cleaned_data
        booking = prescribe(
            occurrence_id=self.occurrence.pk,
            usager_id=asked["usager"],
            user=self.request.user,
            items=asked["items"],
            note=asked["note"],
            idempotency_key=asked["key"],
            reason=asked["reason"],
            answers=form.answers,
        )
        if booking.participation is None:
            raise Refused(" ".join(told_to_prescriber(booking.decision.verdict, booking.decision.policy).reasons))
        return self.answer(booking)

    def answer(self, booking: Booking) -> str:
        return what_was_given(booking.participation, booking.decision.usager, self.occurrence)

    def back(self) -> str:
        return reverse("admin:orient_list")


def known_items(usager: Usager) -> dict[str, str]:
    """What the file could transmit, as it would be read."""
    contact = usager.contact
    values = {
        Item.PHONE: contact.readable_phone,
        Item.EMAIL: contact.email,
        Item.BIRTH_DATE: usager.birth_date.strftime("%d/%m/%Y") if usager.birth_date else "",
        Item.COMMUNE: usager.commune,
    }
    return {item.value: value for item, value in values.items() if value}
