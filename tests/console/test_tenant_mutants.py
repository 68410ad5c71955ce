"""The matrix bites: each fence removed on purpose is found, and an admin outside the fence is refused before anything starts."""

from __future__ import annotations

import pytest
from django.contrib import admin
from unfold.admin import ModelAdmin

from backoffice.actions.models import Facilitator
from backoffice.booking.models import Participation
from backoffice.catalogue.models import Motif
from backoffice.console.base import checks
from backoffice.console.base.admin import BackofficeAdmin, fields, filters, relations, versions
from backoffice.console.base.admin.forms import BackofficeForm
from backoffice.console.base.admin.history import HistoryMixin
from backoffice.console.base.admin.perimeter import PerimeterMixin
from backoffice.console.base.admin.transfer import TransferMixin
from backoffice.directory.models import Venue
from backoffice.directory.queries import PerimeterQuerySet
from backoffice.people.models import Usager
from tests.console.matrix import addresses
from tests.console.matrix.crawler import Crawl


def everything(*arguments):
    """Every row of the model, whoever asks."""
    model = next((each for each in arguments if isinstance(each, type)), None) or arguments[0].model
    return model._default_manager.all()


def visit(*kinds):
    def act(crawl, model):
        for address in addresses.every():
            if address.label == model._meta.label and address.name in kinds:
                crawl.visit(address)

    return act


# Name → (who asks, model, [(object, attribute, replacement)], what she does).
MUTANTS = {
    "the rows of a list are not scoped": (
        "agent", Usager, [(PerimeterMixin, "get_queryset", everything)], visit("changelist"),
    ),
    "a page loads any row": ("referente", Motif, [(PerimeterMixin, "get_queryset", everything)], visit("change")),
    "a history loads any row": (
        "referente",
        Motif,
        [(HistoryMixin, "_row_with_history", lambda self, request, key: self.model._base_manager.get(pk=key))],
        visit("history", "simple_history"),
    ),
    "selects and autocompletions offer any row": ("referente", Motif, [(fields, "offered_rows", everything)], Crawl.complete),
    "filters list any row": ("agent", Venue, [(filters, "offered_rows", everything)], Crawl.search),
    "a list names any related row": ("sister", Usager, [(PerimeterQuerySet, "visible_to", everything)], visit("changelist")),
    "a form that is read names any related row": (
        "agent", Facilitator, [(relations, "offered_rows", everything)], visit("change"),
    ),
    "a form shows the value that it should keep hidden": (
        "referente",
        Facilitator,
        [(fields, "offered_rows", everything), (BackofficeForm, "_keep_what_is_out_of_sight", lambda form: None)],
        visit("change"),
    ),
    "a history names any related row": (
        "referente", Facilitator, [(versions, "offered_rows", everything)], visit("history", "simple_history"),
    ),
    "an export asks for no activity": (
        "counter",
        Participation,
        [
            (TransferMixin, "_open", lambda self, request, resources, default: list(resources)),
            (PerimeterQuerySet, "visible_to", lambda self, user, activity=None: self),
        ],
        Crawl.export,
    ),
    "an account without membership sees": (
        "idle", Usager, [(PerimeterMixin, "holds", lambda self, *_: True), (PerimeterMixin, "get_queryset", everything)], visit("changelist"),
    ),
}  # fmt: skip


@pytest.mark.pages
@pytest.mark.parametrize("name", MUTANTS)
def test_a_fence_that_is_removed_is_found(name, all_tenants, monkeypatch):
    principal, model, patches, act = MUTANTS[name]
    before = Crawl(principal, all_tenants).signed_in()
    act(before, model)
    assert not before.findings

    for target, attribute, replacement in patches:
        monkeypatch.setattr(target, attribute, replacement)
    after = Crawl(principal, all_tenants, client=before.client)
    act(after, model)

    assert after.findings, f"{name}: nobody noticed."


class Unscoped(ModelAdmin):
    """What somebody in a hurry would write."""


HOLES = {
    "E001": Unscoped,
    "E003": type("FreeForm", (BackofficeAdmin,), {"form": admin.ModelAdmin.form}),
    "E005": type("RawKeys", (BackofficeAdmin,), {"raw_id_fields": ("responsible",)}),
    "E006": type("EditableList", (BackofficeAdmin,), {"list_editable": ("last_name",)}),
    "E007": type("FreeFilter", (BackofficeAdmin,), {"list_filter": (("territory", admin.RelatedFieldListFilter),)}),
    "E008": type("Datasets", (BackofficeAdmin,), {"change_form_datasets": (object,)}),
    "E009": type(
        "FreeButton", (BackofficeAdmin,), {"actions_row": ("go",), "go": lambda self, request, object_id: None}
    ),
    "E010": type("FreeAction", (BackofficeAdmin,), {"actions": ("go",), "go": lambda self, request, queryset: None}),
}


@pytest.mark.pages
@pytest.mark.parametrize("number", HOLES)
def test_the_check_refuses_an_admin_with_a_hole(number):
    (finding,) = checks.check_admin(HOLES[number](Usager, admin.site))

    assert finding.id == f"backoffice.{number}"
    assert finding.hint


def test_the_check_refuses_an_inline_without_perimeter():
    inline = type("FreeInline", (admin.TabularInline,), {"model": Usager})
    (finding,) = checks.check_admin(type("Parent", (BackofficeAdmin,), {"inlines": (inline,)})(Usager, admin.site))

    assert finding.id == "backoffice.E004"


def test_the_admins_of_the_product_have_no_hole():
    assert not checks.check_site(admin.site)
