"""The admins of the directory: places, and accounts with their rights."""

from backoffice.directory.admin.accounts import MembershipAdmin, RoleAdmin, UserAdmin
from backoffice.directory.admin.calendars import ClosureAdmin, SchoolHolidayAdmin
from backoffice.directory.admin.places import (
    OrganisationAdmin,
    OrganisationGroupAdmin,
    ServiceAdmin,
    TerritoryAdmin,
    VenueAdmin,
)

__all__ = [
    "ClosureAdmin",
    "MembershipAdmin",
    "OrganisationAdmin",
    "OrganisationGroupAdmin",
    "RoleAdmin",
    "SchoolHolidayAdmin",
    "ServiceAdmin",
    "TerritoryAdmin",
    "UserAdmin",
    "VenueAdmin",
]
