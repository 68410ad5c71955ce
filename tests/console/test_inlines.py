"""Cells of tabular inlines: each field has a name, for those who hear the page and those who see it on a phone."""

from __future__ import annotations

import re

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from backoffice.directory.models import Organisation, Territory, User
from tests import world

FIELD = re.compile(r'<(?:input|select|textarea)\b(?![^>]*type="hidden")[^>]*\bid="(id_organisations?[^"]*)"')


class OrganisationInline(TabularInline):
    model = Organisation
    fields = ("name", "phone")
    extra = 1


class TerritoryAdmin(ModelAdmin):
    inlines = (OrganisationInline,)
    fields = ("name",)


def form_of(territory: Territory, rf) -> str:
    request = rf.get("/")
    request.user = User.objects.create_superuser(
        "racine@example.org", world.PASSWORD, first_name="Racine", last_name="Test"
    )
    response = TerritoryAdmin(Territory, admin.site).changeform_view(request, str(territory.pk))
    return response.render().content.decode()


def test_each_cell_has_the_name_of_its_column(drome, crest, rf):
    html = form_of(drome, rf)
    fields = [name for name in FIELD.findall(html) if not name.endswith("-DELETE")]
    assert len(fields) >= 4
    assert [name for name in fields if f'<label class="console-cell-label" for="{name}">' not in html] == []
