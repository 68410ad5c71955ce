"""Opening accounts and giving rights. Nobody gives more than she holds, nobody changes her own rights (threat T19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.directory.errors import GrantTooLarge, OwnRights
from backoffice.directory.models import Membership, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import Organisation, Role, Territory

__all__ = ["answers_for", "judge_grant", "open_account"]


def judge_grant(
    *,
    user: User,
    activities: Iterable[str],
    territory_id: int | None,
    organisation_id: int | None,
    to: User | None = None,
) -> None:
    """`user` may give these activities at that place, to `to`. Raises GrantTooLarge or OwnRights."""
    perimeter = user.perimeter
    if perimeter.is_unlimited:
        return
    if to is not None and to.pk == user.pk:
        raise OwnRights
    given = {*activities, Activity.MANAGE_USERS}
    if territory_id is None or not perimeter.covers(given, territory_id=territory_id, organisation_id=organisation_id):
        raise GrantTooLarge


def answers_for(*, user: User, account: User) -> bool:
    """`user` may change this account: she holds everything that it gives, wherever it gives it. Its password would give her the rest."""
    if user.perimeter.is_unlimited:
        return True
    if account.is_superuser or account.pk == user.pk:
        return False
    rights = list(account.memberships.select_related("role"))
    return bool(rights) and all(_covers(user, right) for right in rights)


def _covers(user: User, right: Membership) -> bool:
    given = {*right.role.activities, Activity.MANAGE_USERS}
    return user.perimeter.covers(given, territory_id=right.territory_id, organisation_id=right.organisation_id)


@transaction.atomic
def open_account(
    *,
    user: User,
    email: str,
    first_name: str,
    last_name: str,
    password: str,
    role: Role,
    territory: Territory,
    organisation: Organisation | None,
) -> User:
    """An account with its first right. When the address already has an account elsewhere, that person receives the right and her
    account is not touched: nobody learns that it existed. Raises GrantTooLarge or OwnRights; writes nothing then."""
    account = User.objects.filter(email__iexact=email).first()
    place = {"territory_id": territory.pk, "organisation_id": organisation.pk if organisation else None}
    judge_grant(user=user, activities=role.activities, to=account, **place)
    if account is None:
        account = User(email=User.objects.normalize_email(email).lower(), first_name=first_name, last_name=last_name)
        account.set_password(password)
        record(account, user=user, reason="Ouverture du compte")
    if not account.memberships.filter(role=role, territory=territory, organisation=organisation).exists():
        right = Membership(user=account, role=role, territory=territory, organisation=organisation)
        record(right, user=user, reason="Ouverture du compte")
    return account
