"""Consignes written in one cell of a table: « Apportez votre carnet [dans le message, dans le rappel] | J’accepte [à accepter] »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backoffice.catalogue.enums import Moment

BETWEEN = "|"
MARKS = re.compile(r"^(?P<text>.*?)\s*\[(?P<marks>[^\[\]]*)\]$", re.DOTALL)
TO_ACCEPT = "à accepter"
WORDS = {moment: moment.label[0].lower() + moment.label[1:] for moment in Moment}


@dataclass(frozen=True)
class Written:
    """One consigne of a cell; `moments` None: the usual ones."""

    text: str
    moments: tuple[str, ...] | None = None
    must_be_accepted: bool = False

    def __str__(self) -> str:
        marks = [TO_ACCEPT] * self.must_be_accepted + [WORDS[each] for each in Moment if each in (self.moments or ())]
        return f"{self.text} [{', '.join(marks)}]"


def written_in(cell: str) -> tuple[Written, ...]:
    """The consignes of a cell, in order. Raises ValueError, in French, on a mark that does not exist."""
    return tuple(one_of(part.strip()) for part in cell.split(BETWEEN) if part.strip())


def one_of(part: str) -> Written:
    found = MARKS.match(part)
    if found is None:
        return Written(part)
    marks = [mark.strip().casefold() for mark in found["marks"].split(",") if mark.strip()]
    known = {word.casefold(): str(moment) for moment, word in WORDS.items()}
    for mark in marks:
        if mark not in known and mark != TO_ACCEPT:
            raise ValueError(f"« {mark} » n’est pas un moment. Choix : {', '.join([TO_ACCEPT, *WORDS.values()])}.")
    return Written(found["text"].strip(), tuple(known[mark] for mark in marks if mark in known), TO_ACCEPT in marks)
