"""What was written to the people of a séance: by whom, when, to how many, and what became of it. Two statements whatever their number; reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from backoffice.console.base.wording import count
from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import Letter, OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.actions.models import Occurrence

MOST = 20


@dataclass(frozen=True)
class LetterTold:
    letter: Letter
    states: str
    people: int


def letters_told(occurrence: Occurrence) -> list[LetterTold]:
    """The latest first."""
    sent = OutboxMessage.objects.filter(occurrence=occurrence.pk, letter__isnull=False, copy_of__isnull=True)
    by_letter: dict[int, dict[str, int]] = {}
    for letter, state, number in sent.order_by().values_list("letter", "state").annotate(Count("pk")):
        by_letter.setdefault(letter, {})[state] = number
    letters = Letter.objects.filter(pk__in=by_letter).select_related("author")[:MOST]
    return [
        LetterTold(letter, in_words(by_letter[letter.pk]), sum(by_letter[letter.pk].values())) for letter in letters
    ]


def in_words(states: Mapping[str, int]) -> str:
    """« 8 envoyés, 1 bloqué »."""
    told = [(MessageState(state).label.lower(), states[state]) for state in MessageState.values if state in states]
    return ", ".join(f"{label} : {number}" for label, number in told)


def said_in_history(told: LetterTold) -> str:
    """Without the text: the history is read by roles that do not read names, and an agent may have written one."""
    return f"Message écrit à {count(told.people, 'personne')}"
