"""What happened in a séance, told in advance: who asks when, who cancels, when attendance is noted. The services decide who gets a seat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from random import Random
from typing import TYPE_CHECKING

from backoffice.demo.values.calendar import home_instant, office_instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from backoffice.demo.values.shapes import ActionShape, Demand

STILL_COMING = timedelta(days=7)
WIDER_EVERY, EXTRA_EVERY = 10, 9
BY_USAGER = ("Empêchement.", "Enfant malade.", "Rendez-vous médical.", "A trouvé un emploi.", "Pas de transport.", "")
BY_SERVICE = ("Dossier suivi par une autre équipe.", "Inscrite par erreur.", "A déjà suivi cette action.")
LIST_CLOSED = "Liste d’attente close : aucune place ne s’est libérée."
ONE_MORE_CHAIR = "Demande de l’assistante sociale : une chaise de plus."


class Act(Enum):
    SEATS = "seats"
    BOOK = "book"
    CANCEL = "cancel"
    PROMOTE = "promote"
    CLOSE = "close"
    ATTEND = "attend"


@dataclass(frozen=True)
class Session:
    """A séance as the script sees it: `index` places it in the rotation of people."""

    occurrence_id: int
    starts_at: datetime
    ends_at: datetime
    index: int

    @property
    def day(self) -> date:
        return self.starts_at.date()


@dataclass(frozen=True)
class Step:
    """One act at one instant. `seed` settles what is left to chance when it is played."""

    at: datetime
    act: Act
    session: Session
    action: ActionShape
    person: str = ""
    reason: str = ""
    by_usager: bool = False
    overbook: bool = False

    @property
    def key(self) -> str:
        return f"demo-{self.session.occurrence_id}-{self.person}"

    @property
    def seed(self) -> str:
        return f"{self.action.ref}-{self.session.starts_at:%Y%m%d%H%M}-{self.session.index}-{self.person}"


def steps_of(
    action: ActionShape, session: Session, pool: Sequence[str], *, zone: ZoneInfo, today: date
) -> Iterator[Step]:
    """Every step of a séance, in no particular order. `pool` is everybody who may come, always in the same order."""
    demand = action.demand
    random = Random(f"{action.ref}-{session.starts_at:%Y%m%d%H%M}-{session.index}")
    is_coming = session.day >= today - STILL_COMING
    wanted = random.randint(*(demand.coming if is_coming else demand.past))
    leavers = sum(random.random() < demand.cancellations for _ in range(wanted))
    people = drawn(pool, session.index, demand, wanted + (leavers if demand.steady else 0))
    weekly = action.weekly
    if weekly and weekly.wider and session.index % WIDER_EVERY == 0:
        yield Step(
            office_instant(session.day - timedelta(days=42), zone, random),
            Act.SEATS,
            session,
            action,
            reason=weekly.wider_reason,
        )
    for rank, person in enumerate(people):
        yield from journey(action, session, person, zone=zone, cancels=rank < leavers)
    if session.index % EXTRA_EVERY == 0 and pool:
        extra = pool[(session.index * 31 + len(pool) // 2) % len(pool)]
        at = office_instant(session.day - timedelta(days=demand.days_before[1]), zone, random)
        if extra not in people:
            yield Step(at, Act.BOOK, session, action, extra, reason=ONE_MORE_CHAIR, overbook=True)
    yield Step(
        office_instant(session.day - timedelta(days=1), zone, random), Act.CLOSE, session, action, reason=LIST_CLOSED
    )
    yield Step(session.ends_at + timedelta(minutes=random.randrange(5, 45)), Act.ATTEND, session, action)


def drawn(pool: Sequence[str], index: int, demand: Demand, wanted: int) -> list[str]:
    """The next people of the rotation: everybody has had a turn before anybody comes again."""
    stride = max(demand.past[1], demand.coming[1]) + 1
    first = index * stride
    return [pool[(first + offset) % len(pool)] for offset in range(min(wanted, len(pool)))]


def journey(action: ActionShape, session: Session, person: str, *, zone: ZoneInfo, cancels: bool) -> Iterator[Step]:
    """One person asks, and sometimes cancels."""
    demand, random = action.demand, Random(f"{action.ref}-{session.starts_at:%Y%m%d%H%M}-{session.index}-{person}")
    first, last = demand.days_before
    by_usager = random.random() < demand.by_usager
    day = session.day - timedelta(days=random.randint(last, first))
    asked_at = (home_instant if by_usager else office_instant)(day, zone, random)
    yield Step(asked_at, Act.BOOK, session, action, person, by_usager=by_usager)
    if not cancels:
        return
    leaves_on = session.day - timedelta(days=last - 1 if demand.steady else random.randint(1, last + 4))
    left_at = max(asked_at + timedelta(minutes=random.randrange(10, 60)), office_instant(leaves_on, zone, random))
    by_service = not by_usager and random.random() < 0.25
    reason = random.choice(BY_SERVICE if by_service else BY_USAGER)
    yield Step(left_at, Act.CANCEL, session, action, person, reason, by_usager=not by_service)
    yield Step(left_at + timedelta(minutes=random.randrange(5, 60)), Act.PROMOTE, session, action)
