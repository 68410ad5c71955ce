"""Create a person's file: normalised, checked, followed by one organisation, its history signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.history import record, record_links
from backoffice.directory.enums import Activity
from backoffice.people.errors import InvalidFile, PossibleDuplicate
from backoffice.people.models import Usager
from backoffice.people.services.answers import refuse_incomplete_file

if TYPE_CHECKING:
    from backoffice.directory.models import Organisation, User


def create_usager(
    *, usager: Usager, organisation: Organisation, user: User, is_another_person: bool = False, reason: str = ""
) -> Usager:
    """Save a new file and add it to `organisation`.

    Raises PossibleDuplicate when a visible file has the same names or the same phone, unless `is_another_person`; InvalidFile with one message
    per field; NotAllowed, OutOfPerimeter. Files that the agent may not see are never revealed (threat: cloisonnement)."""
    require_editor(user, organisation)
    usager.territory = organisation.territory
    try:
        usager.full_clean(exclude=["organisations"])
        refuse_incomplete_file(usager, user)
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            raise InvalidFile(fields=error.message_dict) from error
        raise InvalidFile(" ".join(error.messages), fields={NON_FIELD_ERRORS: error.messages}) from error
    with transaction.atomic():
        if not is_another_person:
            refuse_duplicates(usager, user)
        record(usager, user=user, reason=reason)
        record_links(usager, "organisations", [organisation], user=user, reason=reason)
    return usager


def require_editor(user: User, organisation: Organisation) -> None:
    if user.perimeter.may_in(Activity.EDIT_PEOPLE, organisation):
        return
    raise NotAllowed if user.perimeter.may_in(Activity.VIEW, organisation) else OutOfPerimeter


def refuse_duplicates(usager: Usager, user: User) -> None:
    people = list(
        Usager.objects.filter(territory=usager.territory).visible_to(user, Activity.VIEW_PEOPLE).resembling(usager)[:5]
    )
    if people:
        raise PossibleDuplicate(people=people)
