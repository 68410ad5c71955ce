"""Columns of a file: a French title, a value of the row, and how each is read and written. Related rows come from the user's perimeter."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget, Widget

from backoffice.console.base.keys import MOST_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Choices, Model, QuerySet

DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
YES = frozenset({"oui", "o", "vrai", "true", "1", "x", "yes"})
NO = frozenset({"non", "n", "faux", "false", "0", "no"})


class Column(Field):
    """`attribute` is a lookup path from the row. An empty cell changes nothing."""

    def __init__(self, attribute: str, title: str, widget: Widget | None = None, *, readonly: bool = False) -> None:
        super().__init__(attribute=attribute, column_name=title, widget=widget or TextWidget(), readonly=readonly)

    def save(self, instance: Model, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        if str(row.get(self.column_name) or "").strip():
            super().save(instance, row, is_m2m, **kwargs)


class TextWidget(Widget):
    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class NumberWidget(Widget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int | None:
        if not value:
            return None
        if not value.replace(" ", "").isdecimal() or len(value) > MOST_DIGITS:
            raise ValueError(f"« {value} » n’est pas un nombre entier.")
        return int(value.replace(" ", ""))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> int | str:
        return "" if value is None else int(value)


class DateWidget(Widget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date | None:
        for style in DATES if value else ():
            try:
                return datetime.strptime(value, style).date()  # noqa: DTZ007
            except ValueError:
                continue
        if value:
            raise ValueError(f"« {value} » n’est pas une date. Exemple : 31/12/1994.")
        return None

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> str:
        return value.strftime("%d/%m/%Y") if value else ""


class BooleanWidget(Widget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> bool | None:
        word = (value or "").strip().lower()
        if word and word not in YES | NO:
            raise ValueError(f"« {value} » : écrivez oui ou non.")
        return word in YES if word else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else ("oui" if value else "non")


class ChoiceWidget(Widget):
    """Read by label or by stored value, written by label."""

    def __init__(self, choices: type[Choices]) -> None:
        super().__init__()
        self.labels = {value: str(label) for value, label in choices.choices}

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:
        for stored, label in self.labels.items():
            if value and value.casefold() in (label.casefold(), str(stored).casefold()):
                return stored
        if value:
            raise ValueError(f"« {value} » n’existe pas. Choix : {', '.join(self.labels.values())}.")
        return None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.labels.get(value, "" if value is None else str(value))


class _ByName:
    """Related rows by their name, among those that the user may choose. `choices(user)` is set with the column, `user` with the resource."""

    user: Any = None
    choices: Callable[[Any], QuerySet]

    @cached_property
    def known(self) -> dict[str, list[Model]]:
        found: dict[str, list[Model]] = {}
        for row in self.choices(self.user):
            found.setdefault(str(row).casefold(), []).append(row)
        return found

    def one(self, name: str) -> Model:
        rows = self.known.get(name.strip().casefold(), [])
        if not rows:
            raise ValueError(f"« {name.strip()} » est inconnu.")
        if len(rows) > 1:
            raise ValueError(f"Plusieurs éléments s’appellent « {name.strip()} ».")
        return rows[0]


class RelationWidget(_ByName, Widget):
    def __init__(self, choices: Callable[[Any], QuerySet]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Model | None:
        return self.one(value) if value else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class RelationsWidget(_ByName, ManyToManyWidget):
    """Several names in one cell, between vertical bars."""

    def __init__(self, choices: Callable[[Any], QuerySet]) -> None:
        Widget.__init__(self)
        self.choices = choices

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> list[Model]:
        return [self.one(name) for name in (value or "").split("|") if name.strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Only the related rows that the user may choose."""
        allowed = {row.pk for rows in self.known.values() for row in rows}
        return " | ".join(sorted(str(row) for row in value.all() if row.pk in allowed)) if value is not None else ""


def NumberColumn(attribute: str, title: str, **options: Any) -> Column:  # noqa: N802
    return Column(attribute, title, NumberWidget(), **options)


def DateColumn(attribute: str, title: str, **options: Any) -> Column:  # noqa: N802
    return Column(attribute, title, DateWidget(), **options)


def BooleanColumn(attribute: str, title: str, **options: Any) -> Column:  # noqa: N802
    return Column(attribute, title, BooleanWidget(), **options)


def ChoiceColumn(attribute: str, title: str, choices: type[Choices], **options: Any) -> Column:  # noqa: N802
    return Column(attribute, title, ChoiceWidget(choices), **options)


def RelationColumn(attribute: str, title: str, choices: Callable[[Any], QuerySet], **options: Any) -> Column:  # noqa: N802
    return Column(attribute, title, RelationWidget(choices), **options)


def RelationsColumn(attribute: str, title: str, choices: Callable[[Any], QuerySet], **options: Any) -> Column:  # noqa: N802
    """Adds the named rows, removes none: other organisations may follow the same person."""
    column = Column(attribute, title, RelationsWidget(choices), **options)
    column.m2m_add = True
    return column
