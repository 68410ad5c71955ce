"""A message about an inscription has its cause: the inscription, at the version that the message was written for (reliability R11). In pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backoffice.booking.models import Participation
from backoffice.booking.services.auditing.faults import Fault
from backoffice.notifications.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Iterable

PIECE = 2000
# As written by `moving.cause_of`.
CAUSE = re.compile(r"participation-(\d+)-v(\d+)-")


def messages_without_cause() -> list[Fault]:
    """Messages that tell of an inscription, or of a state of it, that was never stored."""
    rows = OutboxMessage.objects.filter(key__startswith="participation-").order_by("pk").values_list("pk", "key")
    faults: list[Fault] = []
    piece: list[tuple[int, int, int]] = []
    for key, cause in rows.iterator(chunk_size=PIECE):
        if found := CAUSE.match(cause):
            piece.append((key, int(found[1]), int(found[2])))
        if len(piece) == PIECE:
            faults += without_cause(piece)
            piece = []
    return faults + without_cause(piece)


def without_cause(piece: Iterable[tuple[int, int, int]]) -> list[Fault]:
    wanted = {row for _key, row, _version in piece}
    versions = dict(Participation.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "version"))
    return [
        Fault(
            "message-sans-cause",
            f"message {key}",
            f"il parle de l’inscription {row} dans un état qui n’a jamais été enregistré.",
            "Retenez-le s’il n’est pas parti, sinon appelez la personne.",
        )
        for key, row, version in piece
        if versions.get(row, 0) < version
    ]
