"""Seats that accumulate for people who come together, so that smaller parties do not overtake them for ever (decision 0041).

Whoever lacks only seats is passed over, and the next people are served: each of them overtakes her. Once `MOST_OVERTAKEN` have, the free
seats that she could take are kept for her until there are enough; nobody behind her is called for them, and they are never public. Nothing is
kept for a party that the séance, or its quota, could never seat. Call with the occurrence locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services.quotas import has_quotas, quotas_in_force, scopes_of_row
from backoffice.console.base.history import record_many
from backoffice.console.base.wording import count
from config_rules import Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from backoffice.booking.services.deciding import Answer
    from backoffice.directory.models import User

MOST_OVERTAKEN = 5
OVERTAKEN = "Une inscription plus petite a pris la place libre."


class Keeper:
    """During one step of the allocation: who lacks seats, who overtakes her, and how many of the free seats are kept."""

    def __init__(self, short: Collection[int], free: int) -> None:
        """`short` lacked seats at an earlier step of the same sweep."""
        rows = Participation.objects.filter(pk__in=short, state=State.WAITING) if short else ()
        self.kept = 0
        self.short: dict[int, Participation] = {row.pk: row for row in rows}
        self.overtaken: dict[int, Participation] = {}
        self.holding: set[int] = set()
        for row in self.short.values():
            if row.overtaken >= MOST_OVERTAKEN:
                self.hold(row, free)

    def passes(self, participation: Participation, answer: Answer) -> None:
        """She is passed over; when enough others have overtaken her, the free seats that she could take are kept for her."""
        if lacks_only_seats(answer) and could_ever_fit(participation, answer):
            self.short[participation.pk] = participation
            if participation.overtaken >= MOST_OVERTAKEN:
                self.hold(participation, seats_within_reach(answer) - self.kept)

    def hold(self, participation: Participation, free: int) -> None:
        self.kept += min(participation.party_size, max(0, free))
        self.holding.add(participation.pk)

    def keeps_from(self, answer: Answer) -> bool:
        """The seats that she could take are kept for somebody before her."""
        free = seats_within_reach(answer)
        return free - self.kept < min(answer.request.party_size, free)

    def serves(self, free: int) -> None:
        """Whoever lacks seats and came before is overtaken once more; at the bound, what is still `free` is kept for her."""
        for one in self.short.values():
            if one.overtaken < MOST_OVERTAKEN:
                one.overtaken += 1
                self.overtaken[one.pk] = one
                if one.overtaken == MOST_OVERTAKEN:
                    self.hold(one, free - self.kept)

    def write(self, user: User | None, now: datetime) -> None:
        record_many(self.overtaken.values(), user=user, reason=OVERTAKEN, fields=["overtaken"], at=now)


def lacks_only_seats(answer: Answer) -> bool:
    """Seats are free for her, too few for her party, and no rule keeps her on the list."""
    verdict = answer.verdict
    rules = (one for one in verdict.reasons if one.stage is Stage.ADMISSIBILITY)
    is_kept = verdict.outcome is not Outcome.WAITLIST or any(one.outcome is Outcome.WAITLIST for one in rules)
    return not is_kept and seats_within_reach(answer) > 0


def seats_within_reach(answer: Answer) -> int:
    """The free seats that this person may take, quotas included, as the evaluator counted them."""
    placement = next(step for step in answer.verdict.trace if step.code == "placement.seat")
    return cast("int", placement.figures["free"])


def could_ever_fit(participation: Participation, answer: Answer) -> bool:
    """The séance, empty, would seat her whole party; so would the quotas of her scopes."""
    occurrence, parameters = participation.occurrence, answer.request.parameters
    seats = occurrence.seats_with_origin.number
    if participation.party_size <= seats and has_quotas(parameters):
        quotas = quotas_in_force(occurrence, parameters, answer.request.now)
        seats = quotas.seats_for(scopes_of_row(participation), seats, ())
    return participation.party_size <= seats


def told(participation: Participation) -> str:
    """How often she was overtaken, and what follows; nothing before it happens."""
    number = participation.overtaken
    if number >= MOST_OVERTAKEN:
        return f" Dépassée par {count(number, 'inscription')} : les places qui se libèrent sont gardées pour elle."
    if number:
        return f" Dépassée par {count(number, 'inscription')} ; à {MOST_OVERTAKEN}, les places libres sont gardées pour elle."
    return ""
