"""Seed the demonstration: the ground, the actions, the people, then a year played through the services. Run again, it adds what has come since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.models import Participation
from backoffice.demo.services.ground import Ground, administrator, prepare
from backoffice.demo.services.once import Signature, made
from backoffice.demo.services.people import write_people
from backoffice.demo.services.playing import Player
from backoffice.demo.services.policies import write_policies
from backoffice.demo.services.programme import Span, prepare_actions, sessions_of
from backoffice.demo.services.series import prepare_series
from backoffice.demo.services.settling import messages_settled
from backoffice.demo.values import ADMINISTRATOR, TERRITORIES
from backoffice.demo.values.people import people_of
from backoffice.demo.values.script import Act, steps_of
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.actions.models import CollectiveAction
    from backoffice.demo.values.people import PersonShape
    from backoffice.demo.values.script import Session, Step
    from backoffice.demo.values.shapes import Account, ActionShape, TerritoryShape

PEOPLE, WEEKS = 600, 52
TO_COMPLETE = 3  # in each territory: nine séances wait for their attendance


@dataclass(frozen=True)
class Seeded:
    """What the demonstration holds once seeded."""

    people: int
    participations: int


def accounts() -> list[tuple[str, Account]]:
    """(place, account) of everybody who can open the demonstration."""
    everywhere = [("Tous les territoires", ADMINISTRATOR)]
    return everywhere + [(place_of(shape, item), item) for shape in TERRITORIES for item in shape.accounts]


def place_of(shape: TerritoryShape, account: Account) -> str:
    names = {organisation.ref: organisation.name for organisation in shape.organisations}
    return names.get(account.organisation, f"{shape.name} ({shape.code})")


def seed(*, people: int = PEOPLE, weeks: int = WEEKS, today: date | None = None) -> Seeded:
    """Make what is missing of the demonstration, up to the morning of `today`. A size given once is kept: later runs add days, not people."""
    today = today or timezone.localdate()
    shares = sum(shape.people for shape in TERRITORIES)
    with messages_settled(until=morning(today)):
        for rank, shape in enumerate(TERRITORIES):
            count = already_invented(shape) or round(people * shape.people / shares)
            seed_territory(shape, rank=rank, count=count, weeks=weeks, today=today)
    return Seeded(Usager.objects.count(), Participation.objects.count())


def morning(day: date) -> datetime:
    """The instant where the story ends: nothing is told of the day itself."""
    return timezone.make_aware(datetime.combine(day, time()))


def already_invented(shape: TerritoryShape) -> int:
    return sum(ref.startswith(f"{shape.code}-") for ref in made(Usager))


def seed_territory(shape: TerritoryShape, *, rank: int, count: int, weeks: int, today: date) -> None:
    starts_at = timezone.make_aware(datetime.combine(today - timedelta(weeks=weeks + 6), time(9)))
    span = Span(starts_at, today, weeks)
    signature = Signature(starts_at, morning(today))
    ground = prepare(shape, replace(signature, user=administrator(signature)))
    write_policies(ground, signature)
    prepare_series(ground, signature, span)
    people = people_of(shape, rank=rank, count=count, today=today)
    steps = list(story(ground, prepare_actions(ground, span), people, span))
    first_steps = {step.person: step for step in sorted(steps, key=lambda step: step.at, reverse=True)}
    keys = write_people(ground, people, first_steps, span)
    Player(ground, keys).play(steps)


def story(
    ground: Ground, actions: dict[str, CollectiveAction], people: list[PersonShape], span: Span
) -> Iterable[Step]:
    """Every step of the territory before this morning, but the attendance of the séances that wait for it."""
    zone = ground.territory.zone
    steps = []
    for shape in ground.shape.actions:
        pool = pool_of(ground, shape, people, span.today)
        for session in sessions_of(ground, shape, actions[shape.ref]):
            steps += steps_of(shape, session, pool, zone=zone, today=span.today)
    past = [step for step in steps if step.at < morning(span.today)]
    waiting = to_complete(past)
    return [step for step in past if step.act is not Act.ATTEND or step.session not in waiting]


def pool_of(ground: Ground, shape: ActionShape, people: list[PersonShape], today: date) -> list[str]:
    """Everybody who may come and whose file the agents of this organisation find."""
    reached = reached_organisations(ground.shape, shape.organisation)
    return [
        person.ref
        for person in people
        if reached & set(person.organisations) and person.belongs_to(shape.audience, today)
    ]


def reached_organisations(shape: TerritoryShape, ref: str) -> set[str]:
    """By the identity axis of the territory's cloisonnement."""
    if shape.identity_sharing == "territory":
        return {item.ref for item in shape.organisations}
    group = next(item.group for item in shape.organisations if item.ref == ref)
    if shape.identity_sharing == "group" and group:
        return {item.ref for item in shape.organisations if item.group == group}
    return {ref}


def to_complete(steps: list[Step]) -> set[Session]:
    """One recent séance in two, until there are enough."""
    noted = sorted((step for step in steps if step.act is Act.ATTEND), key=lambda step: step.at, reverse=True)
    return {step.session for step in islice(noted, 0, 2 * TO_COMPLETE, 2)}
