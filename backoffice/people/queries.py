"""Which files a user finds: the identity axis of the territory's cloisonnement (minutes S9–S11, reliability R39)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from backoffice.directory.enums import Sharing
from backoffice.directory.models import Organisation
from backoffice.directory.queries import OwnedQuerySet, PerimeterQuerySet, lookup
from backoffice.people.enums import FieldSubject
from backoffice.people.values import folded, search_words

if TYPE_CHECKING:
    from backoffice.directory.permissions import Perimeter
    from backoffice.people.models import Usager


def organisations_within(perimeter: Perimeter, axis: str) -> Q:
    """Organisations whose people a user reaches on one axis ("identity_sharing" or "history_sharing")."""
    own = lookup("territory", perimeter.whole_territories) | lookup("pk", perimeter.organisations)
    grouped = Q(**{f"territory__{axis}": Sharing.GROUP}) & lookup("group", perimeter.groups)
    shared = Q(**{f"territory__{axis}": Sharing.TERRITORY}) & lookup("territory", perimeter.territories)
    return own | grouped | shared


class UsagerQuerySet(OwnedQuerySet):
    organisation_path = "organisations"

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        reachable = Organisation.objects.filter(organisations_within(perimeter, "identity_sharing")).order_by()
        follows = self.model.organisations.through.objects.filter(
            usager=OuterRef("pk"), organisation__in=reachable.values("pk")
        )
        return lookup("territory", perimeter.whole_territories) | Q(Exists(follows))

    def matching(self, typed: str) -> Self:
        """Every typed word starts a word of the name, or ends the phone number; accents, case and hyphens do not matter."""
        found = self
        for word in search_words(typed):
            condition = Q(search_text__contains=f" {word}")
            if word.isdigit():
                condition |= Q(phone__endswith=word.removeprefix("0"))
            found = found.filter(condition)
        return found

    def resembling(self, usager: Usager) -> Self:
        """Files that may be the same person: same phone number, or same names in either order (unless two birth dates differ)."""
        last, first = folded(usager.last_name), folded(usager.first_name)
        same = Q(search_text__in=[f" {last} {first}", f" {first} {last}"])
        if usager.birth_date:
            same &= Q(birth_date__isnull=True) | Q(birth_date=usager.birth_date)
        if usager.phone:
            same |= Q(phone=usager.phone)
        return self.filter(same).exclude(pk=usager.pk)


class FieldQuerySet(PerimeterQuerySet):
    """A custom field belongs to its territory."""

    def about(self, subject: FieldSubject) -> Self:
        """Those in service, in the order of the forms, with their choices."""
        return self.filter(subject=subject, is_archived=False).prefetch_related("choices")


class ChoiceQuerySet(PerimeterQuerySet):
    territory_path = "field__territory"
