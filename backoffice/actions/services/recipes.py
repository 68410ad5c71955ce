"""Recipes: ready-made configurations to start from (weekly workshop, information meeting, forum, job dating, groups of three).

Adopting one writes a motif with the words of the territory, then opens the form of its dates, filled in. Nothing stays tied to the recipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from backoffice.actions.errors import RecipeRefused
from backoffice.actions.models import CollectiveAction
from backoffice.catalogue.enums import Openness, WaitlistMode
from backoffice.catalogue.models import Motif, TypeLabel
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.history import record, record_links
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from backoffice.directory.models import Organisation, Service, User, Venue


@dataclass(frozen=True)
class Recipe:
    """`dates` fills in the form that follows: a series, or a day in bands when `is_day`. `label`: internal name, public name, name in SMS."""

    code: str
    title: str
    about: str
    motif: dict[str, Any]
    label: tuple[str, str, str]
    dates: dict[str, Any] = field(default_factory=dict)
    is_day: bool = False


RECIPES = {
    recipe.code: recipe
    for recipe in (
        Recipe(
            "atelier",
            "Atelier chaque semaine",
            "Dix séances de deux heures, le même jour, sans les vacances ni les jours fériés. "
            "Une place qui se libère va à la première personne qui attend.",
            {
                "name": "Atelier",
                "default_seats": 12,
                "default_duration_minutes": 120,
                "waitlist_mode": WaitlistMode.AUTOMATIC,
            },
            ("Atelier", "Atelier", "Atelier"),
            {"start_time": "14:00", "count": 10, "frequency": "weekly"},
        ),
        Recipe(
            "information",
            "Réunion d’information",
            "Une grande salle, une heure et demie, une fois par mois. Toutes les organisations du territoire peuvent y inscrire.",
            {
                "name": "Réunion d’information",
                "default_seats": 60,
                "default_duration_minutes": 90,
                "waitlist_mode": WaitlistMode.NONE,
                "openness": Openness.TERRITORY,
            },
            ("Réunion d’information", "Réunion d’information", "Réunion d’information"),
            {"start_time": "09:30", "count": 6, "frequency": "monthly"},
        ),
        Recipe(
            "forum",
            "Forum en tranches",
            "Une matinée où 60 personnes viennent par groupes, toutes les vingt minutes. Une seule liste, une feuille par tranche.",
            {
                "name": "Forum",
                "default_seats": 6,
                "default_duration_minutes": 20,
                "waitlist_mode": WaitlistMode.AUTOMATIC,
                "openness": Openness.TERRITORY,
            },
            ("Forum", "Forum", "Forum"),
            {"start_time": "09:00", "end_time": "12:30", "every_minutes": 20, "seats_per_band": 6},
            is_day=True,
        ),
        Recipe(
            "job-dating",
            "Job dating",
            "Plusieurs partenaires reçoivent à la même heure, une personne à la fois. Chacun a sa page et sa feuille.",
            {
                "name": "Job dating",
                "default_seats": 1,
                "default_duration_minutes": 20,
                "waitlist_mode": WaitlistMode.AUTOMATIC,
                "openness": Openness.TERRITORY,
            },
            ("Job dating", "Job dating", "Job dating"),
            {
                "start_time": "09:00",
                "end_time": "12:00",
                "every_minutes": 20,
                "seats_per_band": 1,
                "walking_minutes": 5,
                "stations": "Premier partenaire\nDeuxième partenaire",
            },
            is_day=True,
        ),
        Recipe(
            "groupe-de-trois",
            "Groupes de trois",
            "Trois personnes à la fois, toutes les heures d’une même matinée. Chacune n’est convoquée qu’une fois.",
            {
                "name": "Groupe de trois",
                "default_seats": 3,
                "default_duration_minutes": 60,
                "waitlist_mode": WaitlistMode.AUTOMATIC,
                "openness": Openness.GROUP,
            },
            ("Groupe", "Rendez-vous en groupe", "Rendez-vous en groupe"),
            {"start_time": "09:00", "end_time": "12:00", "every_minutes": 60, "seats_per_band": 3},
            is_day=True,
        ),
    )
}


@dataclass(frozen=True)
class Adopted:
    """The motif, and for a day in bands the action that the day is added to."""

    motif: Motif
    action: CollectiveAction | None = None


def adopt(
    *,
    recipe: Recipe,
    organisation: Organisation,
    service: Service,
    name: str,
    seats: int,
    user: User,
    venue: Venue | None = None,
) -> Adopted:
    """A motif from a recipe, its label when the territory has none of that name, and the action of a day. All or nothing.

    Raises NotAllowed, or RecipeRefused with what the motif itself refuses (a name that the service already has…)."""
    if not user.perimeter.may(
        Activity.CONFIGURE, territory_id=organisation.territory_id, organisation_id=organisation.pk
    ):
        raise NotAllowed
    why = f"Recette « {recipe.title} »."
    with transaction.atomic():
        motif = Motif(
            territory=organisation.territory,
            service=service,
            type_label=label_of(recipe, organisation, user, why),
            **{**recipe.motif, "name": name, "default_seats": seats},
        )
        checked(motif)
        record(motif, user=user, reason=why)
        record_links(motif, "organisations", [organisation], user=user, reason=why)
        return Adopted(motif, action_of(motif, organisation, venue, user, why) if recipe.is_day else None)


def label_of(recipe: Recipe, organisation: Organisation, user: User, why: str) -> TypeLabel:
    """The label of that name in the territory, or a new one."""
    internal, public, sms = recipe.label
    labels = TypeLabel.objects.filter(territory=organisation.territory_id, internal_name=internal)
    found: TypeLabel | None = labels.first()
    if found is None:
        found = TypeLabel(territory=organisation.territory, internal_name=internal, public_name=public, sms_name=sms)
        record(found, user=user, reason=why)
    return found


def action_of(motif: Motif, organisation: Organisation, venue: Venue | None, user: User, why: str) -> CollectiveAction:
    if not user.perimeter.may_in(Activity.PLAN, organisation):
        raise NotAllowed
    action = CollectiveAction(motif=motif, organisation=organisation, title=motif.name, default_venue=venue)
    record(action, user=user, reason=why)
    return action


def checked(motif: Motif) -> None:
    try:
        motif.full_clean(exclude=["organisations", "questions"])
    except ValidationError as error:
        raise RecipeRefused(" ".join(error.messages)) from error
