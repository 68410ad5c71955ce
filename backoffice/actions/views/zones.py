"""« Changer de fuseau horaire »: how many séances and people it concerns is said first; the hours on the wall stay. One service call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.services import change_zone
from backoffice.actions.services.settling import to_come
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.forms import PlainForm, ReasonField, checkbox, select
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity, Zone
from backoffice.directory.models import Territory

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NOT_SURE = "Cochez la case : le changement concerne toutes les séances à venir."
SAME = "C’est déjà le fuseau de ce territoire."


class ZoneForm(PlainForm):
    time_zone = forms.ChoiceField(label="Fuseau horaire", choices=Zone.choices, widget=select())
    reason = ReasonField(required=True)
    is_sure = forms.BooleanField(label="J’ai lu les conséquences", required=False, widget=checkbox())


class ChangeZoneDialog(Dialog):
    """Asked twice: the box is ticked by somebody who has read what follows."""

    form_class = ZoneForm
    title = "Changer de fuseau horaire"
    submit_label = "Changer de fuseau horaire"
    is_dangerous = True

    def prepare(self, *, territory_id: int, **kwargs: Any) -> None:
        rows = Territory.objects.visible_to(self.request.user, Activity.VIEW)
        self.territory = rows.filter(pk=territory_id).first()
        if self.territory is None:
            raise OutOfPerimeter
        if not self.request.user.perimeter.may(Activity.MANAGE_TERRITORY, territory_id=territory_id):
            raise NotAllowed

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"time_zone": self.territory.time_zone}}

    def context(self) -> dict[str, Any]:
        rows = to_come(timezone.now()).filter(action__organisation__territory=self.territory)
        people = rows.aggregate(people=Sum("counters__seats_held"))["people"] or 0
        kept = (
            "garde son jour et son heure sur place" if rows.count() < 2 else "gardent leur jour et leur heure sur place"
        )
        return {
            "intro": f"{self.territory} : {count(rows.count(), 'séance')} à venir {kept}, "
            f"pour {count(people, 'personne inscrite', 'personnes inscrites')}. "
            "L’heure dans les autres fuseaux change. Personne n’est prévenu : l’heure écrite dans les messages est l’heure sur place."
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if form.is_valid() and form.cleaned_data["time_zone"] == self.territory.time_zone:
            form.add_error("time_zone", SAME)
        elif form.is_valid() and not form.cleaned_data["is_sure"]:
            form.add_error("is_sure", NOT_SURE)
        return super().post(request, **kwargs) if form.is_valid() else self.show(form)

    def perform(self, form: ZoneForm) -> str:
        asked = form.cleaned_data
        moved = change_zone(
            territory=self.territory, time_zone=asked["time_zone"], user=self.request.user, reason=asked["reason"]
        )
        kept = count(moved, "séance à venir reste", "séances à venir restent")
        return f"C’est noté : {self.territory.get_time_zone_display()}. {kept} à la même heure sur place."

    def back(self) -> str:
        return reverse("admin:directory_territory_change", args=[self.territory.pk])
