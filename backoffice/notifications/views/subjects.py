"""What the pages of texts are about: a territory, one of its motifs or one action, of the user's perimeter, where she configures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse

from backoffice.actions.models import CollectiveAction
from backoffice.catalogue.models import Motif
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory
from backoffice.notifications.enums import Channel, Event, Origin
from backoffice.notifications.services.writing import is_event
from backoffice.notifications.values.levels import Level
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from backoffice.directory.models import User

# Sign language and « other » are read in French.
TRANSLATIONS = [language for language in Language if language not in (Language.SIGN, Language.OTHER)]
WORDS = {Origin.TERRITORY: "territory", Origin.MOTIF: "motif", Origin.ACTION: "action"}


def level_of(origin: str, row_id: int, user: User) -> Level:
    """Raises OutOfPerimeter when the user does not see the row, NotAllowed when she does not configure there."""
    found, places = None, []
    if origin == Origin.TERRITORY:
        row = Territory.objects.visible_to(user).filter(pk=row_id).first()
        found, places = row and Level(row), [None]
    elif origin == Origin.MOTIF:
        row = Motif.objects.visible_to(user).select_related("territory").filter(pk=row_id).first()
        found = row and Level(row.territory, motif=row)
        places = list(row.organisations.values_list("pk", flat=True)) if row else []
    else:
        rows = CollectiveAction.objects.visible_to(user).select_related("motif", "organisation__territory")
        row = rows.filter(pk=row_id).first()
        found, places = row and Level(row.organisation.territory, action=row), [row.organisation_id if row else None]
    if found is None:
        raise OutOfPerimeter
    key = found.territory.pk
    if not any(user.perimeter.may(Activity.CONFIGURE, territory_id=key, organisation_id=each) for each in places):
        raise NotAllowed
    return found


class AboutLevel(ConsoleView):
    origin: ClassVar[Origin] = Origin.TERRITORY

    def prepare(self, *, row_id: int, **kwargs: Any) -> None:
        self.where = level_of(self.origin, row_id, self.request.user)

    def url(self, name: str, *args: Any) -> str:
        """One of the addresses of this level."""
        return reverse(f"admin:{WORDS[self.origin]}_{name}", args=[self.where.row.pk, *args])

    def context(self) -> dict[str, Any]:
        return {"level": self.where, "place": place_of(self.where), "wordings_url": self.url("wordings")}


def place_of(level: Level) -> str:
    if level.action:
        return f"Action « {level.action} »"
    return f"Motif « {level.motif} »" if level.motif else f"Tout le territoire : {level.territory}"


class AboutMessage(AboutLevel):
    """One message of the level: an event on a channel, in the language that `langue` names."""

    def prepare(self, *, event: str, channel: str, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not is_event(event, channel):
            raise OutOfPerimeter
        self.event, self.channel = Event(event), Channel(channel)
        wanted = self.request.GET.get("langue", Language.FRENCH)
        self.language = Language(wanted) if wanted in TRANSLATIONS else Language.FRENCH
        self.title = f"{self.event.label} · {self.channel.label}"

    @property
    def address(self) -> str:
        query = f"?langue={self.language}" if self.language != Language.FRENCH else ""
        return f"{self.url('wording', self.event, self.channel)}{query}"

    def back(self) -> str:
        return f"{self.url('wordings')}#{self.event}"
