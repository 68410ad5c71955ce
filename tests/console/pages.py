"""Every page of the console, found in the registry of the site: an admin added tomorrow is read tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.urls import NoReverseMatch, reverse

WITHOUT_OBJECT = ("changelist", "add", "import", "export")
WITH_OBJECT = ("change", "history", "delete")
SITE_PAGES = ("admin:index", "admin:password_change", "admin:password_change_done", "admin:jsi18n")


class Page(NamedTuple):
    """An address and the words to name it in a failure."""

    name: str
    url: str


def address(model_admin: ModelAdmin, kind: str, *args: object) -> str:
    """The address of a page of this admin, or nothing where it has none."""
    options = model_admin.opts
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_{kind}", args=args)
    except NoReverseMatch:
        return ""


def of_site() -> list[Page]:
    return [Page(name, reverse(name)) for name in SITE_PAGES if name != "admin:jsi18n"]


def of_admin(model_admin: ModelAdmin) -> Iterator[Page]:
    """The pages of one admin; those of an object are of the first one stored."""
    row = model_admin.model._base_manager.order_by("pk").first()
    kinds = [(kind, ()) for kind in WITHOUT_OBJECT]
    kinds += [(kind, (row.pk,)) for kind in WITH_OBJECT] if row else []
    for kind, args in kinds:
        if url := address(model_admin, kind, *args):
            yield Page(f"{model_admin.opts.label} {kind}", url)


def admins() -> list[ModelAdmin]:
    return sorted(admin.site._registry.values(), key=lambda one: one.opts.label)
