"""Which text and which sending apply: action, then motif, then territory, then the text that comes with the product.

Each value is inherited by itself: a motif may change the text of an SMS and leave its sending to the territory. The language that the person
reads comes before the level: a text of the territory in English is worth more to her than one of the motif in French."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.notifications.enums import Origin, Sending
from backoffice.notifications.models import MessageTemplate
from backoffice.notifications.values.originals import original, original_sending
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backoffice.actions.models import CollectiveAction

LEVELS = (Origin.ACTION, Origin.MOTIF, Origin.TERRITORY)


@dataclass(frozen=True)
class Found:
    """A value, where it comes from and in which language it is written."""

    value: str
    origin: Origin
    language: str = Language.FRENCH


class Wordings:
    """The rows of the three levels for one event, read once, and what they give."""

    def __init__(self, event: str, rows: Iterable[MessageTemplate]) -> None:
        self.event, self.rows = event, list(rows)

    def body(self, channel: str, language: str = Language.FRENCH) -> Found:
        return self._text("body", channel, language)

    def subject(self, channel: str, language: str = Language.FRENCH) -> Found:
        return self._text("subject", channel, language)

    def sending(self, channel: str) -> Found:
        found = self._first(channel, Language.FRENCH, lambda row: row.sending)
        return found or Found(original_sending(self.event, channel), Origin.BUILT_IN)

    def is_sent(self, channel: str, *, other_reaches: bool) -> bool:
        """Whether this channel tells the event, knowing whether the other one does."""
        sending = self.sending(channel).value
        return sending == Sending.ALWAYS or (sending == Sending.FALLBACK and not other_reaches)

    def _text(self, name: str, channel: str, language: str) -> Found:
        for spoken in dict.fromkeys((language, Language.FRENCH)):
            found = self._first(channel, spoken, lambda row: getattr(row, name))
            if found is not None:
                return found
        subject, body = original(self.event, channel)
        return Found(subject if name == "subject" else body, Origin.BUILT_IN)

    def _first(self, channel: str, language: str, value: Callable[[MessageTemplate], str]) -> Found | None:
        for level in LEVELS:
            for row in self.rows:
                if row.level == level and (row.channel, row.language) == (channel, language) and value(row):
                    return Found(value(row), level, language)
        return None


def wordings_for(action: CollectiveAction, event: str) -> Wordings:
    """One statement, whatever the number of texts. `action` has its organisation."""
    rows = templates_serving().rows(
        territory=action.organisation.territory_id, motif=action.motif_id, action=action.pk, event=event
    )
    return Wordings(event, rows)


@cache
def templates_serving() -> PreparedRows[Any]:
    meta = MessageTemplate._meta
    rows = MessageTemplate.objects.serving(
        territory=Slot("territory", meta.pk), motif=Slot("motif", meta.pk), action=Slot("action", meta.pk)
    )
    return PreparedRows(rows.filter(event=Slot("event", meta.get_field("event"))).order_by("pk"))
