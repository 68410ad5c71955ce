"""A territory where most tables have a row, so that most pages have something to show."""

from __future__ import annotations

from datetime import date

from backoffice.actions.models import Absence, CollectiveAction, Facilitator, Occurrence, OccurrenceGroup
from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.catalogue.models import MotifCategory
from backoffice.directory.models import Closure, Organisation, User
from backoffice.policies.models import Condition, Parameter, Policy, Rule, Scenario
from backoffice.policies.services import publish
from tests import world


def furnish(agent: User, place: Organisation) -> Occurrence:
    """Places, a policy in force, and a full séance with somebody who waits; returns the séance."""
    world.group(place.territory)
    world.venue(place.territory)
    odile = Facilitator.objects.create(territory=place.territory, name="Odile Perrin")
    day = date(2026, 12, 28)
    Absence.objects.create(facilitator=odile, first_day=day, last_day=day)
    Closure.objects.create(territory=place.territory, name="Inventaire", first_day=day, last_day=day)
    MotifCategory.objects.create(territory=place.territory, name="Parentalité")
    action = world.action(place, world.motif(place, default_seats=1))
    give_policy(action, world.user("Rose", "Référente", place.territory))
    return fill(action, agent)


def fill(action: CollectiveAction, agent: User) -> Occurrence:
    OccurrenceGroup.objects.create(action=action, name="Matinée")
    world.occurrence(action, in_days=-3)
    seance = world.occurrence(action)
    for name in ("Dumas", "Morel"):
        usager = world.usager(action.organisation, name, birth_date=date(1990, 5, 4))
        book(occurrence_id=seance.pk, usager_id=usager.pk, actor=Actor.agent(agent), idempotency_key=name)
    return seance


def give_policy(action: CollectiveAction, author: User) -> Policy:
    """A policy with one row of each kind, published once."""
    policy = Policy.objects.create(
        territory=action.motif.territory, code="naissance", name="Préparation à la naissance"
    )
    Parameter.objects.create(policy=policy, code="waitlist.max_length", value=4)
    answers = dict.fromkeys(("usager", "agent", "prescriber", "import"), "warn")
    rule = Rule.objects.create(
        policy=policy, code="age", title="Plutôt avant 60 ans", answers=answers, public_message="Parlez-en avec nous."
    )
    Condition.objects.create(rule=rule, fact="person.age", operator="at_least", value=60)
    publish(policy_id=policy.pk, user=author, reason="Décision du 3 mars", draft_version=policy.draft_version)
    Scenario.objects.create(policy=policy, name="Une personne de 30 ans", expected_outcome="accept")
    policy.motifs.add(action.motif)
    return policy
