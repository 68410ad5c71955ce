"""Who asks, and what may reach each of them. Written by hand: it is what the product promises, not what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from backoffice.directory.models import User
from tests import world
from tests.console.matrix.tenants import FOREIGN, OWN, SHARED, SISTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.matrix.tenants import Tenant

NOBODY: frozenset[str] = frozenset()
NAMES = {"directory.User.first_name", "directory.User.last_name"}
# An agent knows by name the organisations and the colleagues of her territory: referrals need it.
NEIGHBOURS = ("directory.Organisation.", *NAMES)
# Who only counts reads nothing that says who.
NOMINATIVE = (
    "people.",
    "booking.Participation.",
    "booking.Decision.",
    "notifications.OutboxMessage.",
    "directory.User.email",
)

READS: dict[str, frozenset[str]] = {
    "anonymous": NOBODY,
    "idle": NOBODY,
    "revoked": NOBODY,
    "agent": frozenset({OWN, SHARED}),
    "sister": frozenset({SISTER, SHARED}),
    "referente": frozenset({OWN, SISTER, SHARED}),
    "counter": frozenset({OWN, SISTER, SHARED}),
    "elsewhere": frozenset({FOREIGN}),
    "superuser": frozenset({OWN, SISTER, SHARED, FOREIGN}),
}
PRINCIPALS = list(READS)


def may_read(principal: str, letter: str, column: str) -> bool:
    if principal in ("agent", "sister") and letter in (OWN, SISTER) and column.startswith(NEIGHBOURS):
        return True
    if principal == "counter" and column.startswith(NOMINATIVE):
        return False
    return letter in READS[principal]


def somebody(role: str, tenant: Tenant, *, whole: bool = False) -> User:
    organisation = tenant.rows["directory.Organisation"]
    return world.user(role, role, organisation.territory, None if whole else organisation)


def browser(principal: str, tenants: dict[str, Tenant]) -> Client:
    """A browser where `principal` is signed in. An error of the server is an answer here, to be judged like the others."""
    client = Client(raise_request_exception=False)
    makers: dict[str, Callable[[], User]] = {
        "idle": lambda: User.objects.create_user("idle@example.org", first_name="Idle", last_name="Test"),
        "revoked": lambda: somebody("Agent", tenants[OWN]),
        "agent": lambda: somebody("Agent", tenants[OWN]),
        "sister": lambda: somebody("Agent", tenants[SISTER]),
        "referente": lambda: somebody("Référente", tenants[OWN], whole=True),
        "counter": lambda: somebody("Chargé d’études", tenants[OWN], whole=True),
        "elsewhere": lambda: somebody("Référente", tenants[FOREIGN], whole=True),
        "superuser": lambda: User.objects.create_superuser("root@example.org", first_name="Root", last_name="Test"),
    }
    if principal in makers:
        user = makers[principal]()
        client.force_login(user)
        if principal == "revoked":
            assert client.get("/people/usager/").status_code == 200
            user.memberships.all().delete()
    return client
