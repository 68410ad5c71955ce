"""Set a text or a sending at one level, or go back to what is inherited. What equals the inherited value is not kept: it goes on being inherited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.console.base.history import record, remove
from backoffice.notifications.enums import STANDING, Channel
from backoffice.notifications.models import ChangeNotice, MessageTemplate
from backoffice.notifications.services.texts import Wordings
from backoffice.notifications.values.placeholders import tidy
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import User
    from backoffice.notifications.values.levels import Level


def rows_for(level: Level, event: str | None = None) -> list[MessageTemplate]:
    """The rows of this level and of those above, for one event or for all."""
    rows = MessageTemplate.objects.serving(**level.serving)
    return list((rows.filter(event=event) if event else rows).order_by("pk"))


def above(level: Level, rows: Iterable[MessageTemplate]) -> list[MessageTemplate]:
    """Without those of the level itself."""
    return [row for row in rows if row.level != level.origin]


def own_row(
    level: Level, rows: Iterable[MessageTemplate], event: str, channel: str, language: str = Language.FRENCH
) -> MessageTemplate | None:
    wanted = (level.origin, event, channel, language)
    return next((row for row in rows if (row.level, row.event, row.channel, row.language) == wanted), None)


def drafted(
    level: Level, event: str, channel: str, language: str, *, sending: str, subject: str, body: str
) -> MessageTemplate:
    """The row that these values would make, not saved: empty where they say what is inherited anyway."""
    inherited = Wordings(event, above(level, rows_for(level, event)))
    subject, body = " ".join(subject.split()), tidy(body)
    return MessageTemplate(
        **level.own,
        event=event,
        channel=channel,
        language=language,
        sending=sending,
        subject="" if subject == inherited.subject(channel, language).value else subject,
        body="" if body == tidy(inherited.body(channel, language).value) else body,
    )


def save_wording(*, level: Level, draft: MessageTemplate, user: User, reason: str = "") -> MessageTemplate | None:
    """Keep the draft at its level; None when nothing differs from what is inherited. Raises ValidationError on its fields."""
    draft.full_clean(validate_unique=False, validate_constraints=False)
    row = own_row(level, rows_for(level, draft.event), draft.event, draft.channel, draft.language)
    if not (draft.sending or draft.subject or draft.body):
        return_to_inherited(
            level=level, event=draft.event, channel=draft.channel, language=draft.language, user=user, reason=reason
        )
        return None
    row = row or draft
    row.sending, row.subject, row.body = draft.sending, draft.subject, draft.body
    record(row, user=user, reason=reason)
    return row


def return_to_inherited(
    *, level: Level, event: str, channel: str, user: User, language: str = Language.FRENCH, reason: str = ""
) -> bool:
    """Take away what this level says; its history keeps it. False when it said nothing."""
    row = own_row(level, rows_for(level, event), event, channel, language)
    if row is None:
        return False
    remove(row, user=user, reason=reason or "Retour au texte hérité")
    return True


def save_changes(*, level: Level, changes: list[str] | None, user: User, reason: str = "") -> None:
    """Which changes are told at this level; None to inherit."""
    row = ChangeNotice.objects.filter(**level.own).first()
    if changes is None:
        if row is not None:
            remove(row, user=user, reason=reason or "Retour au choix hérité")
        return
    row = row or ChangeNotice(**level.own)
    row.changes = sorted(changes)
    row.full_clean()
    record(row, user=user, reason=reason)


def is_event(event: str, channel: str) -> bool:
    """Whether an address names a message that exists."""
    return event in STANDING and channel in Channel
