"""Every page of the console, found in its addresses: a screen added tomorrow is read tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from backoffice.policies.models import Parameter

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# Not pages: machines ask for them, they act, or they only lead elsewhere.
OTHERS = {"jsi18n", "autocomplete", "logout", "login", "alive", "ready", "search"}


class Page(NamedTuple):
    """An address and the name of its route, to tell it in a failure."""

    name: str
    url: str

    @property
    def section(self) -> str:
        return self.url.split("/")[1]


def routes(patterns: Iterable[URLPattern | URLResolver] = (), before: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of each page, parameters not filled."""
    for one in patterns or get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern))
        elif isinstance(one.pattern, RoutePattern) and one.name and one.name not in OTHERS:
            yield one.name, before + str(one.pattern)


def sections() -> list[str]:
    """The first words of the addresses, known before any row exists."""
    return sorted({route.split("/")[0] for _name, route in routes() if not route.startswith("<")})


def every_page() -> list[Page]:
    """The pages that can be opened with the rows stored now, each with the first row that fits."""
    filled = ((name, fill(route)) for name, route in routes())
    return [Page(name, url) for name, url in filled if url]


def fill(route: str) -> str:
    values = {name: value_of(name, route) for name in PARAMETER.findall(route)}
    return "" if None in values.values() else "/" + PARAMETER.sub(lambda found: str(values[found[1]]), route)


def value_of(parameter: str, route: str) -> object:
    """The key of a row: of the model in the address, or of the one that the parameter names."""
    if parameter == "version_id":
        versions = getattr(model_of(route), "history", None)
        version = versions and versions.filter(id=value_of("object_id", route)).order_by("history_id").first()
        return version and version.history_id
    if parameter == "code":
        return Parameter.objects.values_list("code", flat=True).order_by("code").first()
    found = model_of(route) if parameter == "object_id" else model_named(parameter.removesuffix("_id"))
    row = found and found._base_manager.order_by("pk").first()
    return row and row.pk


def model_of(route: str) -> type[Model]:
    return apps.get_model(*route.split("/")[:2])


def model_named(word: str) -> type[Model] | None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("backoffice.")]
    exact = [model for model in ours if model._meta.model_name == word]
    near = [
        model
        for model in ours
        if model._meta.model_name.endswith(word) and not model._meta.model_name.startswith("historical")
    ]
    return next(iter(exact + near), None)
