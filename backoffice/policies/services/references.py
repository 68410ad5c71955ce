"""Rows of the territory that rules name: « motif-12 » in this database, « motif:Atelier lecture » in a file that travels between environments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

    from backoffice.directory.models import Territory

STORED = re.compile(r"(motif|category|service|label|organisation|group|venue|action)-(\d+)")
PORTABLE = re.compile(r"(motif|category|service|label|organisation|group|venue|action):(.+)")


@dataclass(frozen=True)
class Kind:
    """Where a kind of reference lives. `model` is a label: actions stand above policies, and are only read here by name."""

    model: str
    territory: str
    name: str
    french: str


KINDS = {
    "motif": Kind("catalogue.Motif", "territory", "name", "motif"),
    "category": Kind("catalogue.MotifCategory", "territory", "name", "catégorie"),
    "service": Kind("directory.Service", "territory", "name", "service"),
    "label": Kind("catalogue.TypeLabel", "territory", "internal_name", "libellé"),
    "organisation": Kind("directory.Organisation", "territory", "name", "organisation"),
    "group": Kind("directory.OrganisationGroup", "territory", "name", "groupe d’organisations"),
    "venue": Kind("directory.Venue", "territory", "name", "lieu"),
    "action": Kind("actions.CollectiveAction", "organisation__territory", "title", "action"),
}


def rows_of(kind: str, territory: Territory) -> QuerySet[Any]:
    described = KINDS[kind]
    rows: QuerySet[Any] = apps.get_model(described.model).objects.filter(**{described.territory: territory})
    return rows.order_by("pk")


def names_of(kind: str, territory: Territory) -> dict[str, str]:
    """« motif-12 » → its name: the choices of the editor."""
    return {f"{kind}-{pk}": name for pk, name in rows_of(kind, territory).values_list("pk", KINDS[kind].name)}


def references_in(content: Any) -> set[str]:
    """Every reference of a document, stored or portable."""
    return {text for text in texts_in(content) if STORED.fullmatch(text) or PORTABLE.fullmatch(text)}


def texts_in(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from (key,) if STORED.fullmatch(key) or PORTABLE.fullmatch(key) else ()
            yield from texts_in(value)
    elif isinstance(content, (list, tuple)):
        for value in content:
            yield from texts_in(value)


def missing_references(content: Any, territory: Territory) -> list[str]:
    """References that name nothing in this territory, in words: « le motif « Atelier » »."""
    found: dict[str, dict[str, str]] = {kind: names_of(kind, territory) for kind in KINDS}
    return [
        f"{KINDS[kind].french} « {text.partition(':')[2] or text} »"
        for text in sorted(references_in(content))
        for kind in [re.split(r"[-:]", text)[0]]
        if text not in found[kind]
    ]


def rewritten(content: Any, rename: Callable[[str], str]) -> Any:
    """The same content, each text passed through `rename`."""
    if isinstance(content, str):
        return rename(content)
    if isinstance(content, dict):
        return {rename(key): rewritten(value, rename) for key, value in content.items()}
    if isinstance(content, list):
        return [rewritten(value, rename) for value in content]
    return content


def made_portable(content: Any, territory: Territory) -> Any:
    """Stored references become names, which mean the same in another database."""
    names = {code: f"{kind}:{name}" for kind in KINDS for code, name in names_of(kind, territory).items()}
    return rewritten(content, lambda text: names.get(text, text))


def made_local(content: Any, territory: Territory) -> Any:
    """Names become the rows of this territory; a name without row stays, and the analysis says so."""
    codes = {f"{kind}:{name}": code for kind in KINDS for code, name in names_of(kind, territory).items()}
    return rewritten(content, lambda text: codes.get(text, text))
