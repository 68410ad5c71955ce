"""The base queryset: an object that a user may not see is not in the queryset, whatever the screen that asks (reliability R37)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from datetime import date

    from backoffice.directory.models import Organisation
    from backoffice.directory.permissions import Perimeter


class PerimeterQuerySet(QuerySet):
    """Rows that belong to a territory, and sometimes to an organisation.

    `territory_path` and `organisation_path` are lookups from the model ("" when the row is the territory or organisation itself, None when
    the model has none). A row without organisation belongs to everyone of its territory."""

    territory_path: str | None = "territory"
    organisation_path: str | None = None

    def visible_to(self, user: object, activity: str | None = None) -> Self:
        """The rows that `user` may see; none for somebody without membership.

        With `activity`, only what she sees by the memberships that hold it: an agent who is also chargée d'études of the whole territory
        reads the files of her own organisation, not all of them."""
        return self.within(user.perimeter if activity is None else user.perimeter.holding(activity))

    def within(self, perimeter: Perimeter) -> Self:
        """The rows of a perimeter."""
        return self if perimeter.is_unlimited else self.filter(self.perimeter_condition(perimeter))

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        """Whole territories, plus what belongs to one's organisations, plus what the territory offers to all of them."""
        condition = lookup(self.territory_path, perimeter.whole_territories)
        if self.organisation_path is None:
            return condition | lookup(self.territory_path, perimeter.territories)
        condition |= lookup(self.organisation_path, perimeter.organisations)
        return condition | self.common_condition(perimeter)

    def common_condition(self, perimeter: Perimeter) -> Q:
        """Rows of the territory that no organisation owns; overridden where such rows cannot exist."""
        return Q(**{f"{self.organisation_path}__isnull": True}) & lookup(self.territory_path, perimeter.territories)


class OwnedQuerySet(PerimeterQuerySet):
    """Rows that always belong to exactly one organisation: nothing is common to the territory."""

    def common_condition(self, perimeter: Perimeter) -> Q:
        return Q(pk__in=())


def lookup(path: str | None, keys: frozenset[int]) -> Q:
    """`path` is one of `keys`; matches nothing when there is no path or no key."""
    if path is None or not keys:
        return Q(pk__in=())
    return Q(**{f"{path}__in" if path else "pk__in": keys})


class TerritoryQuerySet(PerimeterQuerySet):
    territory_path = ""


class OrganisationQuerySet(PerimeterQuerySet):
    """An organisation is known by name to its whole territory (referrals need it); editing it asks for the right activity."""

    def where_held(self, user: object, activity: str) -> Self:
        """The organisations in which `user` holds `activity`: her own, or all those of her whole territories."""
        perimeter: Perimeter = user.perimeter.holding(activity)
        if perimeter.is_unlimited:
            return self
        return self.filter(lookup("territory", perimeter.whole_territories) | lookup("pk", perimeter.organisations))


class VenueQuerySet(PerimeterQuerySet):
    organisation_path = "organisation"


class SchoolHolidayQuerySet(PerimeterQuerySet):
    """Those of the territory, and the official calendars that every territory reads (no territory)."""

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        return Q(territory__isnull=True) | super().perimeter_condition(perimeter)


class ClosureQuerySet(PerimeterQuerySet):
    organisation_path = "organisation"

    def of_a_host(self, organisation: Organisation, since: date) -> Self:
        """Days on which nobody answers there: closures of the organisation or of its whole territory, those of one venue left out."""
        own = Q(organisation__isnull=True) | Q(organisation=organisation.pk)
        return self.filter(own, territory=organisation.territory_id, venue__isnull=True, last_day__gte=since)


class RoleQuerySet(PerimeterQuerySet):
    """Roles of the territory, and the standard roles that every territory has (no territory)."""

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        return Q(territory__isnull=True) | super().perimeter_condition(perimeter)


class MembershipQuerySet(OwnedQuerySet):
    organisation_path = "organisation"


class UserQuerySet(PerimeterQuerySet):
    """Colleagues: users who hold a membership in one of my territories. One row each."""

    territory_path = None

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        memberships = self.model._meta.get_field("memberships").related_model
        colleagues = memberships.objects.filter(territory__in=perimeter.territories)
        return Q(pk__in=colleagues.values("user")) | Q(pk=perimeter.user_id)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts are found by e-mail, whatever the case of its letters."""

    def get_by_natural_key(self, username: str) -> object:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> object:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> object:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
