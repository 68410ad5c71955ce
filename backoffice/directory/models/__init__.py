"""Import the models of the directory from here."""

from backoffice.directory.models.calendars import Closure, SchoolHoliday
from backoffice.directory.models.places import Organisation, OrganisationGroup, Service
from backoffice.directory.models.territories import Territory
from backoffice.directory.models.users import Membership, Role, User
from backoffice.directory.models.venues import Venue

__all__ = [
    "Closure",
    "Membership",
    "Organisation",
    "OrganisationGroup",
    "Role",
    "SchoolHoliday",
    "Service",
    "Territory",
    "User",
    "Venue",
]
