"""Nobody receives a byte of a stranger, changes a stranger's row, or learns that it exists (reliability R35, R36, R40)."""

from __future__ import annotations

import pytest
from django.contrib import admin

from tests.console.matrix import addresses, tenants
from tests.console.matrix.crawler import Crawl, changes, stored
from tests.console.matrix.principals import PRINCIPALS, READS

# What must open, so that a matrix of refusals proves nothing by accident.
OPENS = {
    "agent": {"people.Usager change", "actions.Occurrence seance", "booking.Participation participation", "catalogue.Motif change"},
    "sister": {"people.Usager change", "actions.Occurrence seance"},
    "referente": {
        "people.Usager change", "people.Usager history", "catalogue.Motif change", "catalogue.Motif simple_history", "directory.Venue delete",
        "directory.User change", "directory.Role change", "directory.Membership change", "directory.Territory change", "booking.Decision decision",
        "people.Usager import", "people.Usager export", "catalogue.Motif add",
    },
    "counter": {"actions.Occurrence changelist", "booking.Participation changelist", "booking.Participation export"},
    "elsewhere": {"people.Usager change", "catalogue.Motif change"},
    "superuser": {"people.Usager change", "directory.Role change", "catalogue.Motif history"},
}  # fmt: skip
ONE_S_OWN = {"index", "password_change", "password_change_done", "jsi18n"}
# In `make test-all` only: the super-administrator, to whom nobody is a stranger (the French crawl opens each page as her); the référente of
# elsewhere, who is to Drôme what Drôme's is to her; the account that never had a membership, as little as one that lost its own.
SELDOM = {"superuser", "elsewhere", "idle"}
EACH = [pytest.param(one, marks=[pytest.mark.slow] if one in SELDOM else []) for one in PRINCIPALS]
HARMLESS = {"anonymous": set(), "idle": ONE_S_OWN, "revoked": ONE_S_OWN}


def test_every_address_is_declared():
    assert not addresses.undeclared(), "Say in tests/console/matrix/addresses.py what these addresses are about."


def test_every_model_with_an_admin_has_a_row_in_each_tenant(all_tenants):
    of_drome = all_tenants["A"].rows.keys() | all_tenants["T"].rows.keys()
    for model in admin.site._registry:
        assert model._meta.label in of_drome, f"Add a {model._meta.label} to tests/console/matrix/tenants.py."
        assert model._meta.label in all_tenants["C"].rows


def test_every_text_column_of_these_rows_holds_a_canary(all_tenants):
    for tenant in all_tenants.values():
        for label, row in tenant.rows.items():
            for column in tenants.text_columns(type(row)):
                name = f"{label}.{column.name}"
                marked = list(tenants.canaries_in(getattr(row, column.name) or ""))
                assert marked or name in tenants.WITHOUT_CANARY, name


@pytest.mark.pages
@pytest.mark.parametrize("principal", EACH)
def test_nothing_of_strangers_is_read_written_or_guessed(principal, all_tenants):
    crawl = Crawl(principal, all_tenants).signed_in()
    before = stored()

    crawl.read()
    crawl.write()

    assert not crawl.findings, "\n".join(sorted(set(crawl.findings)))
    assert not changes(before, stored()), "A row was written."
    shut = {page for page in OPENS.get(principal, ()) if crawl.statuses.get(page) != 200}
    assert not shut, f"{principal} no longer opens {shut}: the matrix would prove nothing."
    if not READS[principal]:
        assert crawl.opened() <= HARMLESS[principal], "Somebody without membership opens a page."
