"""The admins of people: files of usagers, and the custom fields that a territory adds to them."""

from backoffice.people.admin.fields import CustomFieldAdmin
from backoffice.people.admin.usagers import UsagerAdmin

__all__ = ["CustomFieldAdmin", "UsagerAdmin"]
