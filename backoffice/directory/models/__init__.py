"""Import the models of the directory from here."""

from backoffice.directory.models.places import Organisation, OrganisationGroup, Service, Territory, Venue
from backoffice.directory.models.users import Membership, Role, User

__all__ = ["Membership", "Organisation", "OrganisationGroup", "Role", "Service", "Territory", "User", "Venue"]
