"""Who may do what, where: the only place that reads memberships and roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import Organisation, User


@dataclass(frozen=True)
class Grant:
    """One membership: the activities of a role, over a whole territory (`organisation_id` None) or in one organisation."""

    territory_id: int
    organisation_id: int | None
    group_id: int | None
    activities: frozenset[str]


@dataclass(frozen=True)
class Perimeter:
    """What a user may see and do, read once per request from her memberships. A revoked membership is gone at the next request (R40)."""

    user_id: int | None
    is_unlimited: bool
    grants: tuple[Grant, ...] = ()

    @cached_property
    def territories(self) -> frozenset[int]:
        return frozenset(grant.territory_id for grant in self.grants)

    @cached_property
    def whole_territories(self) -> frozenset[int]:
        return frozenset(grant.territory_id for grant in self.grants if grant.organisation_id is None)

    @cached_property
    def organisations(self) -> frozenset[int]:
        return frozenset(grant.organisation_id for grant in self.grants if grant.organisation_id is not None)

    @cached_property
    def groups(self) -> frozenset[int]:
        return frozenset(grant.group_id for grant in self.grants if grant.group_id is not None)

    def holding(self, activity: str) -> Perimeter:
        """The same person, with only the memberships that hold `activity`."""
        grants = tuple(grant for grant in self.grants if activity in grant.activities)
        return Perimeter(user_id=self.user_id, is_unlimited=self.is_unlimited, grants=grants)

    def in_organisation(self, organisation_id: int) -> Perimeter:
        """The same person, with only the memberships that she holds in this organisation."""
        grants = tuple(grant for grant in self.grants if grant.organisation_id == organisation_id)
        return Perimeter(user_id=self.user_id, is_unlimited=False, grants=grants)

    def has(self, activity: Activity) -> bool:
        """The activity is held somewhere: enough to show a menu entry, never enough to act on an object."""
        return self.is_unlimited or any(activity in grant.activities for grant in self.grants)

    def may(self, activity: Activity, *, territory_id: int, organisation_id: int | None = None) -> bool:
        """The activity is held on an object of this territory and organisation (None: the object belongs to the whole territory)."""
        return self.is_unlimited or any(
            activity in grant.activities
            and grant.territory_id == territory_id
            and grant.organisation_id in (None, organisation_id)
            for grant in self.grants
        )

    def may_in(self, activity: Activity, organisation: Organisation) -> bool:
        return self.may(activity, territory_id=organisation.territory_id, organisation_id=organisation.pk)

    def covers(self, activities: Iterable[str], *, territory_id: int, organisation_id: int | None) -> bool:
        """Nobody grants more than she holds (threat T19): every activity is hers at that place."""
        return all(
            self.may(Activity(name), territory_id=territory_id, organisation_id=organisation_id) for name in activities
        )


def perimeter_of(user: User) -> Perimeter:
    """Read the memberships of an active user, in one query. An inactive user has none."""
    if not user.is_active or user.pk is None:
        return Perimeter(user_id=user.pk, is_unlimited=False)
    if user.is_superuser:
        return Perimeter(user_id=user.pk, is_unlimited=True)
    rows = grants_of_user(type(user)).rows(user=user.pk)
    grants = tuple(
        Grant(territory, organisation, group, frozenset(held)) for territory, organisation, group, held in rows
    )
    return Perimeter(user_id=user.pk, is_unlimited=False, grants=grants)


@cache
def grants_of_user(users: type[User]) -> PreparedRows[Any]:
    memberships = users._meta.get_field("memberships").related_model
    rows = memberships.objects.filter(user=Slot("user", users._meta.pk)).order_by("pk")
    return PreparedRows(rows.values_list("territory", "organisation", "organisation__group", "role__activities"))
