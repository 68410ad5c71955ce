"""Custom fields on the screens of a file: a section of the form, columns and filters of the list, words of the history.

A declaration for UsagerAdmin; sensitive answers are shown to who may read them, elsewhere only that they exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unfold.contrib.filters.admin import DropdownFilter

from backoffice.directory.enums import Activity
from backoffice.people.enums import FieldKind, FieldSubject
from backoffice.people.forms.usagers import with_questions
from backoffice.people.models import CustomField, Usager
from backoffice.people.services.answers import HIDDEN, fields_about, reads_sensitive, words_of, words_of_stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, Model, QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest

SECTION = "Informations du territoire"
FILTERED = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.BOOLEAN)


class AnswerFilter(DropdownFilter):
    """One custom field whose answers are a short list."""

    field: CustomField

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if self.field.kind == FieldKind.BOOLEAN:
            return [("oui", "Oui"), ("non", "Non")]
        return [(choice.code, choice.label) for choice in self.field.choices.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen, column = self.value(), f"answers__{self.field.key}"
        if chosen not in [code for code, _label in self.lookup_choices]:
            return queryset
        rows = queryset.filter(territory=self.field.territory_id)
        if self.field.kind == FieldKind.CHOICES:
            return rows.filter(**{f"{column}__icontains": f'"{chosen}"'})
        return rows.filter(**{column: chosen == "oui" if self.field.kind == FieldKind.BOOLEAN else chosen})


def filter_of(field: CustomField) -> type[AnswerFilter]:
    names = {"field": field, "title": field.label.lower(), "parameter_name": f"champ_{field.territory_id}_{field.key}"}
    return type("AnswerFilterOfField", (AnswerFilter,), names)


class AnswersMixin:
    """For UsagerAdmin."""

    def asked_fields(self, request: HttpRequest, obj: Usager | None) -> list[CustomField]:
        """Those of the territory of the file; of a new one, when the user works in one territory."""
        cache = request.__dict__.setdefault("asked_fields", {})
        key = obj.pk if obj else None
        if key not in cache:
            cache[key] = self._asked_fields(request, obj)
        return cache[key]

    def _asked_fields(self, request: HttpRequest, obj: Usager | None) -> list[CustomField]:
        if obj is not None:
            sensitive = reads_sensitive(request.user.perimeter, obj)
            return fields_about(FieldSubject.PERSON, obj.territory_id, with_sensitive=sensitive)
        places = self.territory_choices(request)
        if len(places) != 1:
            return []
        sensitive = request.user.perimeter.has(Activity.VIEW_SENSITIVE)
        return fields_about(FieldSubject.PERSON, places[0].pk, with_sensitive=sensitive)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        kwargs["form"] = with_questions(self.form, self.asked_fields(request, obj), obj)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[tuple]:
        fields = self.asked_fields(request, obj)
        sections = list(super().get_fieldsets(request, obj))
        if not fields:
            return sections
        may_change = obj is None or self.has_change_permission(request, obj)
        names = tuple(f"answer_{field.key}" for field in fields) if may_change else self.readers(fields)
        return [*sections, (SECTION, {"fields": names})]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        shown = list(super().get_readonly_fields(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return shown
        return [*shown, *self.readers(self.asked_fields(request, obj))]

    def readers(self, fields: list[CustomField]) -> tuple[Callable[[Usager], str], ...]:
        """The same function for the same field during a request: fieldsets and read-only fields must agree."""
        return tuple(field.__dict__.setdefault("reader", reader_of(field, lambda _row: True)) for field in fields)

    def listed_fields(self, request: HttpRequest) -> list[CustomField]:
        """The person's fields that référentes show in lists, in the territories where the user reads files."""
        cache = request.__dict__
        if "listed_fields" not in cache:
            rows = CustomField.objects.visible_to(request.user, Activity.VIEW_PEOPLE).about(FieldSubject.PERSON)
            cache["listed_fields"] = list(rows.filter(is_in_lists=True))
        return cache["listed_fields"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        perimeter = request.user.perimeter
        shown = [
            field.__dict__.setdefault("column", reader_of(field, lambda row: reads_sensitive(perimeter, row)))
            for field in self.listed_fields(request)
        ]
        return [*super().get_list_display(request), *shown]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """A sensitive answer is a filter for who reads it in the whole territory only: filtering tells as much as reading."""
        perimeter = request.user.perimeter
        fields = [
            field
            for field in self.listed_fields(request)
            if field.kind in FILTERED
            and (not field.is_sensitive or perimeter.may(Activity.VIEW_SENSITIVE, territory_id=field.territory_id))
        ]
        return [*super().get_list_filter(request), *map(filter_of, fields)]

    def history_words(self, request: HttpRequest, row: Model, field: Field, value: Any) -> str | None:
        """« Niveau de français : A1 », as the fields read now; what the reader may not see is said to exist."""
        if field.name != "answers":
            return super().history_words(request, row, field, value)
        fields = CustomField.objects.filter(territory=row.territory_id).prefetch_related("choices")
        return words_of_stored(fields, value, with_sensitive=reads_sensitive(request.user.perimeter, row))


def reader_of(field: CustomField, may_read: Callable[[Usager], bool]) -> Callable[[Usager], str]:
    def read(row: Usager) -> str:
        if row.territory_id != field.territory_id or field.key not in row.answers:
            return ""
        return words_of(field, row) if not field.is_sensitive or may_read(row) else HIDDEN

    read.short_description = field.label
    read.__name__ = f"answer_{field.key}"
    return read
