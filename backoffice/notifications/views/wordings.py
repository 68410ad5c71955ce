"""« Textes des messages »: every message of a level, where its text comes from, whether it leaves; and the levels below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backoffice.actions.models import CollectiveAction
from backoffice.catalogue.models import Motif
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory
from backoffice.notifications.enums import STANDING, Change, Channel, Event, Origin, Sending
from backoffice.notifications.forms import INHERITED, OWN, ChangesForm
from backoffice.notifications.models import ChangeNotice
from backoffice.notifications.services.audience import people_of
from backoffice.notifications.services.changes import USUAL, announced_at
from backoffice.notifications.services.texts import Found, Wordings
from backoffice.notifications.services.writing import own_row, rows_for, save_changes
from backoffice.notifications.views.subjects import AboutLevel

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backoffice.directory.models import User


@dataclass(frozen=True)
class Line:
    """One message on one channel: what it says, whether it leaves, and where both come from."""

    channel: Channel
    body: Found
    sending: Found
    is_own: bool
    languages: list[str]
    edit_url: str
    inherit_url: str

    @property
    def origin(self) -> str:
        return self.body.origin.label

    @property
    def shown_sending(self) -> str:
        return Sending(self.sending.value).label

    @property
    def is_silent(self) -> bool:
        return self.sending.value == Sending.NEVER


class WordingsView(AboutLevel):
    template_name = "notifications/wordings.html"
    title = "Textes des messages"

    def context(self) -> dict[str, Any]:
        rows = rows_for(self.where)
        changes, origin = announced_at(self.where)
        return {
            **super().context(),
            "events": [(event, [self.line(event, channel, rows) for channel in Channel]) for event in STANDING],
            "changes": ", ".join(change.label.lower() for change in changes) or "aucun",
            "changes_origin": "choix d’origine" if origin == Origin.BUILT_IN else origin.label,
            "changes_url": self.url("changes"),
            "others": others(self.where.territory, self.request.user, without=self.request.path),
        }

    def line(self, event: Event, channel: Channel, rows: list[Any]) -> Line:
        wordings = Wordings(event, [row for row in rows if row.event == event])
        spoken = [row for row in wordings.rows if row.channel == channel and row.body]
        return Line(
            channel,
            wordings.body(channel),
            wordings.sending(channel),
            own_row(self.where, rows, event, channel) is not None,
            sorted({row.get_language_display() for row in spoken if row.language != "fr"}),
            self.url("wording", event, channel),
            self.url("inherit", event, channel),
        )


class FirstWordingsView(WordingsView):
    """The entry of the menu: the texts of the first territory where the user configures everything, otherwise of her first motif."""

    def prepare(self, **kwargs: Any) -> None:
        user = self.request.user
        perimeter = user.perimeter.holding(Activity.CONFIGURE)
        for territory in Territory.objects.within(perimeter).order_by("code"):
            if perimeter.may(Activity.CONFIGURE, territory_id=territory.pk):
                return super().prepare(row_id=territory.pk)
        motif = (
            Motif.objects.visible_to(user, Activity.CONFIGURE).filter(is_archived=False).order_by("name", "pk").first()
        )
        if motif is None:
            raise NotAllowed
        self.origin = Origin.MOTIF
        return super().prepare(row_id=motif.pk)


def places_of(user: User) -> list[tuple[str, str]]:
    """Names and addresses of what she may write texts for, territories first."""
    perimeter = user.perimeter.holding(Activity.CONFIGURE)
    territories = Territory.objects.within(perimeter).order_by("code")
    found = []
    for territory in territories:
        if perimeter.may(Activity.CONFIGURE, territory_id=territory.pk):
            found.append((str(territory), reverse("admin:territory_wordings", args=[territory.pk])))
        found += below(territory, user)
    return found


def below(territory: Territory, user: User) -> list[tuple[str, str]]:
    """The motifs and actions of a territory where the user configures."""
    motifs = territory.motifs.visible_to(user, Activity.CONFIGURE).filter(is_archived=False).order_by("name", "pk")
    actions = territory_actions(territory, user)
    return [
        *((f"Motif {row}", reverse("admin:motif_wordings", args=[row.pk])) for row in motifs),
        *((f"Action {row}", reverse("admin:action_wordings", args=[row.pk])) for row in actions),
    ]


def territory_actions(territory: Territory, user: User) -> QuerySet:
    rows = CollectiveAction.objects.visible_to(user, Activity.CONFIGURE).filter(organisation__territory=territory)
    return rows.order_by("title", "pk")


def others(territory: Territory, user: User, *, without: str) -> list[tuple[str, str]]:
    return [(name, url) for name, url in places_of(user) if url != without]


class ChangesDialog(AboutLevel, Dialog):
    form_class = ChangesForm
    title = "Changements annoncés aux inscrits"

    def form_options(self) -> dict[str, Any]:
        own = ChangeNotice.objects.filter(**self.where.own).first()
        inherited, _origin = announced_at(self.where, above=True)
        initial = {"choice": OWN if own else INHERITED, "changes": own.changes if own else inherited}
        words = ", ".join(Change(change).label.lower() for change in inherited) or "aucun"
        return {"initial": initial, "inherited": words}

    def perform(self, form: ChangesForm) -> str:
        save_changes(level=self.where, changes=form.chosen, user=self.request.user, reason=form.cleaned_data["reason"])
        return "Changements annoncés enregistrés."

    def context(self) -> dict[str, Any]:
        usual = ", ".join(change.label.lower() for change in USUAL)
        people = count(len(people_of(self.where, Event.SEANCE_CHANGED)), "personne", "personnes")
        told = f"Aujourd’hui, {people} à prévenir si toutes leurs séances changeaient."
        return {**super().context(), "intro": f"Au départ, ce qui est annoncé : {usual}. {told}"}

    def back(self) -> str:
        return self.url("wordings")
