"""The page of a draw: what was committed, what was drawn, how to draw it again; « Préparer le tirage », « Tirer au sort »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backoffice.booking.enums import State
from backoffice.booking.errors import ReasonRequired
from backoffice.booking.forms import ReasonForm
from backoffice.booking.models import Lottery, Participation
from backoffice.booking.services import draw_lottery, prepare_lottery
from backoffice.booking.services.drawing import is_faithful, most_served
from backoffice.booking.services.foretelling import told_of_seats
from backoffice.booking.services.offering import end_of_offer
from backoffice.booking.services.queueing import terms_of
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.notifications.services.foretelling import foretell

if TYPE_CHECKING:
    from backoffice.notifications.services.foretelling import Forecast

AT_MOST = "Au plus : le sort et les règles décident de qui, et les personnes qui viennent à plusieurs prennent plus de places."


class LotteryView(AboutOccurrence):
    template_name = "booking/lottery.html"
    title = "Tirage au sort"

    def context(self) -> dict[str, Any]:
        rows = Lottery.objects.filter(occurrence=self.occurrence).select_related("committed_by", "drawn_by")
        lottery = rows.first()
        drawn = lottery is not None and lottery.drawn_at is not None
        return {
            **super().context(),
            "lottery": lottery,
            "is_by_lot": terms_of(self.occurrence, self.now).order == "lottery",
            "is_faithful": drawn and is_faithful(lottery),
            "entries": self.entries(lottery) if drawn else [],
            "seed": lottery.seed if drawn else "",
        }

    def entries(self, lottery: Lottery) -> list[tuple[int, int, Participation | None]]:
        """(rank, number of the inscription, inscription for who reads names)."""
        rows = (
            Participation.objects.filter(pk__in=lottery.entries)
            if self.may["view_people"]
            else Participation.objects.none()
        )
        known = {row.pk: row for row in rows.select_related("usager")}
        return [(rank, key, known.get(key)) for rank, key in enumerate(lottery.entries, 1)]


class LotteryDialog(AboutOccurrence, Dialog):
    activity = Activity.PLAN
    form_class = ReasonForm
    template_name = "booking/lottery_act.html"

    def context(self) -> dict[str, Any]:
        waiting = Participation.objects.filter(occurrence=self.occurrence, state=State.WAITING).count()
        return {**super().context(), "intro": self.intro, "waiting_count": waiting, "forecasts": self.forecasts()}

    def forecasts(self) -> tuple[Forecast, ...]:
        return ()

    def back(self) -> str:
        return reverse("admin:lottery", args=[self.occurrence.pk])


class PrepareLotteryDialog(LotteryDialog):
    title = "Préparer le tirage au sort"
    submit_label = "Préparer le tirage"
    intro = "Une graine est choisie au hasard et son empreinte est montrée. Elle décidera seule de l’ordre : personne ne pourra la changer."

    def form_options(self) -> dict[str, Any]:
        return {"must_say": ReasonRequired.message}

    def perform(self, form: ReasonForm) -> str:
        prepare_lottery(occurrence_id=self.occurrence.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return "Le tirage est préparé : son empreinte est affichée."


class DrawDialog(LotteryDialog):
    title = "Tirer au sort"
    submit_label = "Tirer au sort maintenant"
    intro = (
        "Toutes les personnes qui attendent reçoivent un rang, une seule fois. Les places libres vont aux premières."
    )
    is_dangerous = True

    def forecasts(self) -> tuple[Forecast, ...]:
        """Nobody knows who: the most people who may be served, with an invented name."""
        terms = terms_of(self.occurrence, self.now)
        end = end_of_offer(self.occurrence, terms) if terms.offer else None
        told = told_of_seats(self.occurrence, [row.usager for row in most_served(self.occurrence)], end)
        return (foretell(told, now=self.now, is_named=False, is_bulk=True, limit=AT_MOST if told else ""),)

    def perform(self, form: ReasonForm) -> str:
        lottery = draw_lottery(occurrence_id=self.occurrence.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return f"Le tirage est fait : {count(len(lottery.entries), 'personne a', 'personnes ont')} un rang."
